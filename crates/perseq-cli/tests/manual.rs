//! What a package installs beside the tool, from outside: completions that a shell understands, and man pages for every command.

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use support::{lacks, perseq, stdout_of};

/// The commands that a help text lists.
fn commands(of: &[&str]) -> Vec<String> {
    let help = stdout_of(&mut perseq(&[of, &["--help"]].concat()));
    let list = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|&name| name != "help").map(str::to_owned).collect()
}

/// Runs a program if it is there; what it has printed, and whether it was content.
fn tool(program: &str, args: &[&str]) -> Option<(bool, String)> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn every_command_and_each_of_its_own_has_a_page_that_groff_understands() {
    let scratch = support::Scratch::new("man");
    let directory = &scratch.0;
    stdout_of(&mut perseq(&["man", directory.to_str().unwrap()]));
    let mut expected = BTreeSet::from(["perseq.1".to_owned()]);
    for command in commands(&[]) {
        expected.extend(commands(&[&command]).iter().map(|sub| format!("perseq-{command}-{sub}.1")));
        expected.insert(format!("perseq-{command}.1"));
    }
    let names = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let found: BTreeSet<String> = fs::read_dir(directory).unwrap().map(names).collect();
    assert_eq!(found, expected);
    assert!(found.contains("perseq-doctor.1"), "{found:?}");
    let pages: Vec<PathBuf> = found.iter().map(|name| directory.join(name)).collect();
    for page in &pages {
        // A page that names another one names one that is there.
        let text =
            fs::read_to_string(page).unwrap().replace("\\-", "-").replace("\\fB", "").replace("\\fR", "");
        for (at, _) in text.match_indices("(1)") {
            let name = text[..at].rsplit(|letter: char| letter.is_whitespace()).next().unwrap();
            assert!(found.contains(&format!("{name}.1")), "{} names {name}", page.display());
        }
        match tool("groff", &["-man", "-Kutf8", "-Tutf8", "-ww", "-z", page.to_str().unwrap()]) {
            Some((is_content, said)) => assert!(is_content && said.is_empty(), "{}: {said}", page.display()),
            None => lacks("man pages formatted", "there is no groff"),
        }
    }
}

#[test]
fn completions_are_scripts_and_complete_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout_of(&mut perseq(&["completions", shell]));
        assert!(script.contains("doctor") && script.contains("torture"), "{shell}: {script}");
    }
    let script = stdout_of(&mut perseq(&["completions", "bash"]));
    let asked = format!(
        "{script}\nCOMP_WORDS=(perseq do) COMP_CWORD=1\n_perseq perseq do perseq\necho \"${{COMPREPLY[*]}}\""
    );
    match tool("bash", &["-c", &asked]) {
        Some((_, said)) => assert_eq!(said.trim(), "doctor"),
        None => lacks("completions in a shell", "there is no bash"),
    }
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error_with_a_next_step() {
    let output = perseq(&["man", "/dev/null/pages"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && said.contains("/dev/null/pages") && said.contains("name a directory"),
        "{said}"
    );
}
