//! The interface of a shared library as text, which is compared with a stored one: a change of it is seen, and meant.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use object::{
    Endianness, elf,
    read::elf::{ElfFile64, Sym as _},
};

/// Every symbol that programs can bind to, sorted: version, kind, the size of an object, name, and its declaration in the headers. After
/// them the types that are laid out in the headers.
pub fn interface(library: &Path, headers: &[&Path]) -> String {
    let headers: String =
        headers.iter().map(|path| without_comments(&fs::read_to_string(path).unwrap())).collect();
    let mut text = String::new();
    for (version, kind, size, name) in symbols(&fs::read(library).unwrap()) {
        let size = if kind == "object" { format!(" of {size} bytes") } else { String::new() };
        let declared = declaration(&headers, &name)
            .unwrap_or_else(|| panic!("{name} is in {} and in no header", library.display()));
        let _ = writeln!(text, "{version}{kind}{size} {name}\n    {declared}");
    }
    for line in layouts(&headers) {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// Compares with the stored text. With `PERSEQ_BLESS` set, stores it.
pub fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/abi").join(name);
    if std::env::var_os("PERSEQ_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    let [now, before] = [text, &stored].map(|text| text.lines().collect::<BTreeSet<_>>());
    let lines =
        |sign, set: BTreeSet<&str>| set.iter().map(|line| format!("{sign} {line}\n")).collect::<String>();
    assert!(
        text == stored,
        "the interface is not that of golden/abi/{name}:\n{}{}\
         Programs that were built before need what is gone. If the change is meant, PERSEQ_BLESS=1 stores it",
        lines('-', &before - &now),
        lines('+', &now - &before),
    );
}

/// Version with a space (nothing without versions), kind, size and name of each symbol that is defined for others.
fn symbols(bytes: &[u8]) -> BTreeSet<(String, &'static str, u64, String)> {
    let file = ElfFile64::<Endianness>::parse(bytes).unwrap();
    let (endian, table) = (file.endian(), file.elf_dynamic_symbol_table());
    let versions = file.elf_section_table().versions(endian, bytes).unwrap();
    let mut found = BTreeSet::new();
    for (index, symbol) in table.enumerate() {
        let is_global = [elf::STB_GLOBAL, elf::STB_WEAK].contains(&symbol.st_bind());
        // Absolute ones are the names of versions.
        if !is_global || symbol.is_undefined(endian) || symbol.is_absolute(endian) {
            continue;
        }
        let name = String::from_utf8_lossy(table.symbol_name(endian, symbol).unwrap()).into_owned();
        let version = versions.as_ref().and_then(|versions| {
            let version = versions.version(versions.version_index(endian, index).index()).unwrap()?;
            Some(format!("{} ", String::from_utf8_lossy(version.name())))
        });
        let (kind, size) = match symbol.st_type() {
            elf::STT_FUNC => ("function", 0),
            elf::STT_OBJECT => ("object", symbol.st_size(endian)),
            kind => panic!("{name} is of type {kind:?}"),
        };
        assert!(found.insert((version.unwrap_or_default(), kind, size, name)));
    }
    found
}

fn without_comments(header: &str) -> String {
    let mut parts = header.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("*/")).fold(first, |text, (_, rest)| text + rest)
}

/// The statement that declares a name, in one line.
fn declaration(headers: &str, name: &str) -> Option<String> {
    let places = headers.match_indices(name).map(|(at, _)| at);
    places.into_iter().find_map(|at| {
        let (before, after) = headers.split_at(at);
        let rest = after.strip_prefix(name)?;
        let is_whole = before.ends_with([' ', '*']) && rest.starts_with(['(', ';']);
        let start = before.rfind([';', '{', '}', '#', '\\'])?;
        let (line, statement) = before[start..].split_once('\n')?;
        let is_statement = !line.starts_with('\\') && !statement.contains(['=', '(']);
        (is_whole && is_statement).then_some(())?;
        let end = rest.find(';')?;
        let words = format!("{statement}{name}{}", &rest[..end]);
        let words = words
            .split_whitespace()
            .filter(|word| !["PERSEQ_API", "PERSEQ_NOEXCEPT", "extern"].contains(word));
        Some(words.collect::<Vec<_>>().join(" "))
    })
}

/// The types whose fields or values programs are compiled with, each in one line.
fn layouts(headers: &str) -> BTreeSet<String> {
    let starts = ["\nstruct ", "\nenum ", "\nunion "];
    let places = starts.iter().flat_map(|start| headers.match_indices(start));
    let types = places.filter_map(|(at, _)| {
        let (body, _) = headers[at..].split_once("};")?;
        let (head, _) = body.split_once('{')?;
        let is_type = !head.contains([';', '(']);
        is_type.then(|| format!("{} }}", body.split_whitespace().collect::<Vec<_>>().join(" ")))
    });
    types.collect()
}
