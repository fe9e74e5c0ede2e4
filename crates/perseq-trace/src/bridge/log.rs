//! Records of the crate `log`, as events `log::error`, `log::warn`, `log::info`, `log::debug` and `log::trace`.

use log::{Level, LevelFilter, Metadata, Record, SetLoggerError};

use crate::event;

/// A logger whose records are events: with the module, file and line that they are of, and their text.
///
/// Which levels are made at all is `log`'s affair (`set_max_level`), which of them are recorded the session's.
///
/// ```
/// perseq_trace::Log::install(log::LevelFilter::Debug)?;
/// log::info!("listening on {}", 80);
/// # Ok::<(), log::SetLoggerError>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Log;

impl Log {
    /// Makes it the process's logger.
    ///
    /// # Errors
    ///
    /// If there is one.
    pub fn install(most: LevelFilter) -> Result<(), SetLoggerError> {
        log::set_logger(&Self)?;
        log::set_max_level(most);
        Ok(())
    }
}

impl log::Log for Log {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        macro_rules! put {
            ($level:ident, $name:ident) => {
                event!(
                    $level,
                    log::$name,
                    target = record.target(),
                    message = record.args().to_string(),
                    file = record.file().unwrap_or(""),
                    line = record.line().unwrap_or(0)
                )
            };
        }
        match record.level() {
            Level::Error => put!(Error, error),
            Level::Warn => put!(Warning, warn),
            Level::Info => put!(Info, info),
            Level::Debug => put!(Debug, debug),
            Level::Trace => put!(Trace, trace),
        }
    }

    fn flush(&self) {}
}
