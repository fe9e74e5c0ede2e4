//! Completions for shells, and man pages, which a package of the tool installs beside it. Both come from the commands themselves.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Command;
use clap_complete::Shell;

use crate::{output::Output, terminal};

/// Which shell.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell that is to complete the tool's arguments
    #[arg(value_enum)]
    shell: Shell,
}

/// The place for the pages.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The directory, which is made if it is not there, as `/usr/local/share/man/man1`
    directory: PathBuf,
}

/// The tool without the commands that it runs itself.
fn for_people(whole: &Command) -> Command {
    let visible = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    Command::new("perseq")
        .version(env!("CARGO_PKG_VERSION"))
        .about(whole.get_about().cloned().unwrap_or_default())
        .subcommands(visible)
}

/// Prints the completions for a shell.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn print_completions(args: &CompletionsArgs, command: &Command) -> Result<()> {
    let mut command = for_people(command);
    let name = command.get_name().to_owned();
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut text);
    terminal::print(&String::from_utf8(text).context("the completions are no text")?)
}

/// Writes a page for the tool and for each of its commands that is not hidden.
///
/// # Errors
/// When the directory or a page cannot be written.
pub(crate) fn write_pages(args: &ManArgs, command: &Command) -> Result<()> {
    let directory = &args.directory;
    fs::create_dir_all(directory).with_context(|| {
        format!("cannot make {}; name a directory that you may write to", directory.display())
    })?;
    // `help` has nothing to say that the pages do not.
    let without_help = |command: Command| command.disable_help_subcommand(true);
    let mut command = without_help(for_people(command)).mut_subcommands(without_help);
    command.build();
    let source = concat!("perseq ", env!("CARGO_PKG_VERSION"));
    let count = write_page(directory, &command, command.get_name(), source)?;
    terminal::print(&format!("{count} pages are in {}\n", directory.display()))
}

/// Writes the page of a command, which has that name, and those of its own commands. How many these were.
fn write_page(directory: &Path, command: &Command, name: &str, source: &str) -> Result<u32> {
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(command.clone()).title(name.to_uppercase()).source(source);
    page.render(&mut text).with_context(|| format!("cannot make the page {name}"))?;
    let text = String::from_utf8(text).context("a page is no text")?;
    Output::promise(&directory.join(format!("{name}.1")))?.write(&text)?;
    command.get_subcommands().try_fold(1, |count, sub| {
        Ok(count + write_page(directory, sub, &format!("{name}-{}", sub.get_name()), source)?)
    })
}
