//! 附件 at the end of a notice, as a list: one attachment a line.

/// The Markdown of a body with its attachments as a list.
pub fn listed(body: &str) -> String {
    let paragraphs: Vec<&str> = body.split("\n\n").collect();
    let mut out = Vec::with_capacity(paragraphs.len());
    let mut at = 0;
    while at < paragraphs.len() {
        let Some(first) = opening(paragraphs[at]) else {
            out.push(paragraphs[at].to_owned());
            at += 1;
            continue;
        };
        let mut entries: Vec<String> = entries(first).into_iter().map(str::to_owned).collect();
        let mut next = at + 1;
        // the outline may have taken an entry for a heading
        while let Some(entry) =
            paragraphs.get(next).and_then(|words| numbered(words.trim_start_matches('#').trim(), entries.len() + 1))
        {
            entries.push(entry.to_owned());
            next += 1;
        }
        if entries.is_empty() {
            out.push(paragraphs[at].to_owned());
        } else {
            let marked: Vec<String> = entries.iter().map(|entry| marked(entry)).collect();
            out.push(format!("附件：\n\n{}", marked.join("\n")));
        }
        at = next;
    }
    out.join("\n\n").trim_end().to_owned() + "\n"
}

/// The words after 附件： in a paragraph that opens a list of attachments.
fn opening(paragraph: &str) -> Option<&str> {
    let rest = paragraph.trim().strip_prefix("附件")?;
    let rest = rest.strip_prefix(['：', ':'])?;
    (!rest.contains(['。', '\n'])).then(|| rest.trim())
}

/// The entries after 附件： in one line: 1.台账 2.清单.
fn entries(words: &str) -> Vec<&str> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    let mut rest = words;
    if numbered(rest, 1).is_none() {
        return vec![words];
    }
    for number in 2.. {
        let next = rest.match_indices([' ', '\u{3000}', '；', ';']).find_map(|(at, gap)| {
            let after = &rest[at + gap.len()..];
            numbered(after.trim_start(), number).map(|_| (at, rest.len() - after.trim_start().len()))
        });
        let Some((end, start)) = next else { break };
        entries.push(rest[..end].trim());
        rest = &rest[start..];
    }
    entries.push(rest.trim());
    entries
}

/// The words, where they open with this number.
fn numbered(words: &str, number: usize) -> Option<&str> {
    let rest = words.strip_prefix(&number.to_string())?;
    let is_entry = rest.starts_with(['.', '．', '、', ' ']) && !words.contains('\n') && !words.contains('。');
    is_entry.then_some(words)
}

/// An entry after the mark of a list: its own number, or a dash.
fn marked(entry: &str) -> String {
    let digits = entry.bytes().take_while(u8::is_ascii_digit).count();
    let rest = entry[digits..].trim_start_matches(['.', '．', '、']).trim();
    match digits {
        0 => format!("- {entry}"),
        _ => format!("{}. {rest}", &entry[..digits]),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn attachments_become_a_list() {
        use super::listed;
        assert_eq!(
            listed("正文。\n\n附件：1.台账 2．清单\n\n某局\n"),
            "正文。\n\n附件：\n\n1. 台账\n2. 清单\n\n某局\n"
        );
        assert_eq!(listed("附件：1.台账\n\n2.清单\n"), "附件：\n\n1. 台账\n2. 清单\n");
        assert_eq!(listed("附件：台账\n"), "附件：\n\n- 台账\n");
        assert_eq!(listed("附件1\n\n正文\n"), "附件1\n\n正文\n");
    }
}
