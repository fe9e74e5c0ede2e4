//! Packages of Debian's, fetched by its own client into a folder of ours and unpacked there. Nothing is installed, and the
//! system's package sources are neither read nor changed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::command::{output, run};

const MIRROR: &str = "http://deb.debian.org/debian";
const SECURITY: &str = "http://deb.debian.org/debian-security";

/// The client, set up for one release and architecture of Debian.
#[derive(Debug)]
pub(crate) struct Client {
    folder: PathBuf,
    options: Vec<String>,
}

impl Client {
    /// A client that knows no installed package: for kernels and libraries of another machine.
    pub(crate) fn foreign(cache: &Path, suite: &str, arch: &str) -> Result<Self> {
        let sources = format!("deb {MIRROR} {suite} main\n");
        let client = Self::new(&cache.join(format!("debian/{suite}-{arch}")), &sources, |folder| {
            let status = folder.join("status");
            fs::write(&status, "")?;
            Ok(vec![
                format!("APT::Architecture={arch}"),
                format!("APT::Architectures={arch}"),
                format!("Dir::State::status={}", status.display()),
            ])
        });
        client.with_context(|| format!("Debian's {suite} for {arch}"))
    }

    /// A client for this machine's own release of Debian, for programs that run here.
    pub(crate) fn native(cache: &Path) -> Result<Self> {
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let field = |name: &str| release.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let debian = field("ID=").is_some_and(|id| id == "debian");
        let suite = field("VERSION_CODENAME=").filter(|_| debian).context(
            "this machine does not run Debian: install the program with its own package manager, or give its path",
        )?;
        let sources = format!(
            "deb {MIRROR} {suite} main\ndeb {MIRROR} {suite}-updates main\ndeb {SECURITY} {suite}-security main\n\
             deb {MIRROR} {suite}-backports main\n"
        );
        Self::new(&cache.join("debian/native"), &sources, |_| {
            Ok(vec![format!("APT::Default-Release={suite}-backports")])
        })
    }

    fn new(folder: &Path, sources: &str, options: impl FnOnce(&Path) -> Result<Vec<String>>) -> Result<Self> {
        let folder = &std::path::absolute(folder)?;
        for sub in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(folder.join(sub))?;
        }
        let list = folder.join("sources.list");
        let known = fs::read_to_string(&list).is_ok_and(|known| known == sources);
        let mut all = vec![
            format!("Dir::Etc::sourcelist={}", list.display()),
            "Dir::Etc::sourceparts=/dev/null".to_owned(),
            format!("Dir::State::lists={}/lists", folder.display()),
            format!("Dir::Cache={}/cache", folder.display()),
            "APT::Sandbox::User=".to_owned(),
            "APT::Install-Recommends=false".to_owned(),
            "Debug::NoLocking=true".to_owned(),
            "Acquire::Languages=none".to_owned(),
            "Acquire::Retries=3".to_owned(),
        ];
        all.extend(options(folder)?);
        let client = Self { folder: folder.clone(), options: all };
        if !known {
            let unfinished = folder.join("sources.list.new");
            fs::write(&unfinished, sources)?;
            fs::copy(&unfinished, &list)?;
            client.update().inspect_err(|_| drop(fs::remove_file(&list)))?;
        }
        Ok(client)
    }

    /// Fetches the lists of packages.
    fn update(&self) -> Result<()> {
        run(self.apt("apt-get").arg("update").arg("-qq"))
    }

    /// Does that; a second time with new lists if it fails, because Debian removes packages that older lists name.
    pub(super) fn with_current_lists<T>(&self, work: impl Fn() -> Result<T>) -> Result<T> {
        work().or_else(|_| {
            self.update()?;
            work()
        })
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.args(self.options.iter().flat_map(|option| ["-o", option]));
        command
    }

    /// The package that `package` depends on for the real thing: the first dependency that begins with `prefix`.
    pub(super) fn dependency(&self, package: &str, prefix: &str) -> Result<String> {
        let shown = output(self.apt("apt-cache").args(["show", "--no-all-versions", package]))?;
        let depends = shown.lines().find_map(|line| line.strip_prefix("Depends: "));
        let names = depends.iter().flat_map(|list| list.split([',', '|']));
        names
            .filter_map(|name| name.split_whitespace().next())
            .find(|name| name.starts_with(prefix))
            .map(str::to_owned)
            .with_context(|| format!("Debian's package {package} depends on no {prefix}…"))
    }

    /// The package with the highest version in its name: `pattern` has a `*` where that is.
    pub(super) fn newest(&self, pattern: &str) -> Result<String> {
        let (before, after) = pattern.split_once('*').unwrap_or((pattern, ""));
        let names = output(self.apt("apt-cache").args(["pkgnames", before]))?;
        newest_of(names.lines(), before, after)
            .with_context(|| format!("Debian has no package {pattern} any more"))
    }

    /// The folder in which `package` alone is unpacked.
    pub(crate) fn unpacked(&self, package: &str) -> Result<PathBuf> {
        let folder = self.folder.join("unpacked").join(package);
        if folder.exists() {
            return Ok(folder);
        }
        let debs = self.folder.join("debs").join(package);
        fs::create_dir_all(&debs)?;
        println!("fetching {package} from Debian");
        self.with_current_lists(|| {
            run(self.apt("apt-get").args(["download", "-qq", package]).current_dir(&debs))
        })?;
        unpack(&debs, &folder)?;
        Ok(folder)
    }

    /// The folder in which `package` is unpacked with every package that it needs and that this machine does not have.
    pub(crate) fn with_dependencies(&self, package: &str) -> Result<PathBuf> {
        self.together(package, &[package])
    }

    /// The same for several packages, in one folder that is called `name`.
    pub(crate) fn together(&self, name: &str, packages: &[&str]) -> Result<PathBuf> {
        let folder = self.folder.join("unpacked").join(name);
        if folder.exists() {
            return Ok(folder);
        }
        let debs = self.folder.join("debs").join(name);
        fs::create_dir_all(debs.join("partial"))?;
        println!("fetching {} and what it needs from Debian", packages.join(", "));
        let archives = format!("Dir::Cache::archives={}", debs.display());
        self.with_current_lists(|| {
            run(self
                .apt("apt-get")
                .args(["-o", &archives, "install", "-qq", "-y", "--reinstall", "--download-only"])
                .args(packages))
        })?;
        unpack(&debs, &folder)?;
        Ok(folder)
    }
}

/// The name that begins and ends so, and has the highest numbers in between.
fn newest_of<'a>(names: impl Iterator<Item = &'a str>, before: &str, after: &str) -> Option<String> {
    let numbers = |name: &str| -> Option<Vec<u32>> {
        let between = name.strip_prefix(before)?.strip_suffix(after)?;
        let version = between.split('+').next()?;
        version.split('.').map(|number| number.parse().ok()).collect()
    };
    let known = names.filter_map(|name| Some((numbers(name)?, name)));
    known.max().map(|(_, name)| name.to_owned())
}

/// Unpacks every package file of `debs` into `folder`, which then exists whole or not at all.
fn unpack(debs: &Path, folder: &Path) -> Result<()> {
    let unfinished = folder.with_extension("unfinished");
    drop(fs::remove_dir_all(&unfinished));
    fs::create_dir_all(&unfinished)?;
    let mut found = false;
    for entry in fs::read_dir(debs)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            run(Command::new("dpkg-deb").arg("-x").args([&path, &unfinished]))?;
            found = true;
        }
    }
    ensure!(found, "no package was fetched into {}", debs.display());
    fs::rename(&unfinished, folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_version_is_that_of_numbers_and_not_of_letters() {
        let names = ["image-7.0.9+deb13-arm64", "image-7.0.13+deb13-arm64", "image-7.0.13+deb13-rt-arm64"];
        let newest = |after| newest_of(names.into_iter(), "image-7.0.", after);
        assert_eq!(newest("+deb13-arm64").as_deref(), Some("image-7.0.13+deb13-arm64"));
        assert_eq!(newest("-arm64").as_deref(), Some("image-7.0.13+deb13-rt-arm64"));
        assert_eq!(newest("-cloud-arm64"), None);
    }
}
