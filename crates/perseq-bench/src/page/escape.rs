//! Text made safe for use in HTML.

/// For element content and quoted attributes.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The same, with `code` between backquotes set as code.
pub(super) fn prose(text: &str) -> String {
    let piece =
        |(index, part)| if index % 2 == 1 { format!("<code>{}</code>", html(part)) } else { html(part) };
    text.split('`').enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_means_something_in_html_passes() {
        assert_eq!(html(r#"<a href="x">'&'</a>"#), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
        assert_eq!(html("ns × 2 – ok"), "ns × 2 – ok");
    }

    #[test]
    fn code_is_set_as_code_and_escaped_too() {
        assert_eq!(prose("as `a<b` says"), "as <code>a&lt;b</code> says");
    }
}
