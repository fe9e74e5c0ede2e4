//! Pages of rustdoc's, as text.

/// Auto traits that are part of an interface; the others are not stable.
const AUTO: [&str; 5] = ["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe"];
/// Headings over what other pages say, or the standard library.
const NOT_OURS: [&str; 5] =
    ["blanket-implementations", "implementors", "required-methods", "provided-methods", "deref-methods"];

/// The pages of a crate's items, from the page that lists them all.
pub(super) fn items(all: &str) -> Vec<String> {
    let list = all.split_once("<h3 id=").map_or("", |(_, list)| list);
    let links = list.split("<a href=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let pages = links.map(|(link, _)| link).filter(|link| link.ends_with(".html") && !link.contains("//"));
    pages.map(str::to_owned).collect()
}

/// `guard::RowLock` for `guard/struct.RowLock.html`.
pub(super) fn path_of(page: &str) -> String {
    let (modules, file) = page.rsplit_once('/').unwrap_or(("", page));
    let name = file.strip_suffix(".html").unwrap_or(file);
    let (_kind, name) = name.split_once('.').unwrap_or(("", name));
    let modules = modules.replace('/', "::");
    if modules.is_empty() { name.to_owned() } else { format!("{modules}::{name}") }
}

/// The items that a crate has from its own modules and from others.
pub(super) fn reexports(index: &str) -> Vec<String> {
    let parts = index.split("<dt id=\"reexport.").skip(1);
    let mut lines: Vec<String> =
        parts.filter_map(|part| between(part, "<code>", "</code>")).map(text).collect();
    lines.sort();
    lines
}

/// The lines of an item's page that are interface: its declaration, its own methods, and the traits that it implements.
pub(super) fn lines(page: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(declaration) = between(page, "<pre class=\"rust item-decl\">", "</pre>") {
        lines.push(text(declaration));
    }
    // A heading begins a part of the page.
    for part in page.split("<h2 id=\"").skip(1) {
        let heading = part.split_once('"').map_or("", |(heading, _)| heading);
        if NOT_OURS.iter().any(|prefix| heading.starts_with(prefix)) {
            continue;
        }
        let mut of_part: Vec<String> = part.split("<section id=\"").skip(1).filter_map(header).collect();
        if heading == "synthetic-implementations" {
            of_part.retain(|line| is_stable(line));
        }
        lines.extend(sorted(of_part));
    }
    lines
}

/// Implementations, each with its methods, in the order of their texts: rustdoc's order says nothing, and changes.
fn sorted(lines: Vec<String>) -> Vec<String> {
    let mut implementations: Vec<Vec<String>> = Vec::new();
    for line in lines {
        match implementations.last_mut() {
            Some(last) if line.starts_with(' ') => last.push(line),
            _ => implementations.push(vec![line]),
        }
    }
    implementations.sort();
    implementations.concat()
}

/// The line of a method or an implementation; none for the methods of a trait, which its own page has.
fn header(section: &str) -> Option<String> {
    let head = section.split_once('>').map_or("", |(head, _)| head);
    let line = text(between(section, "class=\"code-header\">", "</h")?);
    if head.contains("trait-impl") {
        None
    } else if head.contains("class=\"impl\"") {
        Some(line)
    } else {
        Some(format!("    {line}"))
    }
}

/// Returns whether the trait of `impl<T> !Trait for Type` is one of those that stay.
fn is_stable(line: &str) -> bool {
    let name = line.split_once(" for ").and_then(|(before, _)| before.rsplit(' ').next());
    name.is_some_and(|name| AUTO.contains(&name.trim_start_matches('!')))
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    rest.split_once(end).map(|(inside, _)| inside)
}

/// HTML without its tags, on one line.
fn text(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    // The last of these: what was escaped twice stays escaped once.
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    for (entity, character) in entities {
        out = out.replace(entity, character);
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = concat!(
        "<pre class=\"rust item-decl\"><code>pub struct Row&lt;T&gt;\n{ <span>/* private fields */</span> }</code></pre>",
        "<h2 id=\"implementations\"><section id=\"impl-Row\" class=\"impl\"><h3 class=\"code-header\">impl&lt;T&gt; <a>Row</a></h3></section>",
        "<section id=\"method.get\" class=\"method\"><h4 class=\"code-header\">pub fn <a>get</a>(&amp;self) -&gt; &amp;'static T</h4></section>",
        "<h2 id=\"trait-implementations\"><section id=\"impl-Clone\" class=\"impl\"><h3 class=\"code-header\">impl Clone for Row</h3></section>",
        "<section id=\"method.clone\" class=\"method trait-impl\"><h4 class=\"code-header\">fn clone(&amp;self)</h4></section>",
        "<h2 id=\"synthetic-implementations\"><section id=\"impl-Freeze\" class=\"impl\"><h3 class=\"code-header\">impl Freeze for Row</h3></section>",
        "<section id=\"impl-UnsafeUnpin\" class=\"impl\"><h3 class=\"code-header\">impl UnsafeUnpin for Row</h3></section>",
        "<section id=\"impl-Send\" class=\"impl\"><h3 class=\"code-header\">impl !Send for Row</h3></section>",
        "<h2 id=\"blanket-implementations\"><section id=\"impl-Any\" class=\"impl\"><h3 class=\"code-header\">impl Any for T</h3></section>",
    );

    #[test]
    fn a_page_has_its_declaration_its_methods_and_its_traits() {
        let expected = [
            "pub struct Row<T> { /* private fields */ }",
            "impl<T> Row",
            "    pub fn get(&self) -> &'static T",
            "impl Clone for Row",
            "impl !Send for Row",
        ];
        assert_eq!(lines(PAGE), expected);
    }

    #[test]
    fn implementations_are_sorted_with_their_methods() {
        let lines =
            ["impl Row<B>", "    fn b()", "    fn a()", "impl Row<A>", "    fn c()"].map(str::to_owned);
        let expected = ["impl Row<A>", "    fn c()", "impl Row<B>", "    fn b()", "    fn a()"];
        assert_eq!(sorted(lines.to_vec()), expected);
    }

    #[test]
    fn items_are_those_of_the_list_and_have_paths() {
        let all = "<a href=\"../x/index.html\"></a><h3 id=\"structs\">Structs</h3><ul><li><a href=\"guard/struct.Row.html\">guard::Row</a></li>\
                   <li><a href=\"fn.sum.html\">sum</a></li></ul>";
        assert_eq!(items(all), ["guard/struct.Row.html", "fn.sum.html"]);
        assert_eq!(items(all).iter().map(|item| path_of(item)).collect::<Vec<_>>(), ["guard::Row", "sum"]);
    }

    #[test]
    fn reexports_are_sorted() {
        let index = "<dt id=\"reexport.B\"><code>pub use b::<a>B</a>;</code></dt><dt id=\"reexport.A\"><code>pub use a::A;</code></dt>";
        assert_eq!(reexports(index), ["pub use a::A;", "pub use b::B;"]);
    }
}
