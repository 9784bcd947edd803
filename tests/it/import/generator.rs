//! Documents with everything a word processor can hide, strike, nest and merge, and what must become of each word.
//!
//! Every word is unique: those that begin with 显 are visible, with 隐 hidden or deleted, with 略 visible but reported.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gongshi::import::NoteKind;

/// A document and what it says.
#[derive(Default)]
pub struct GeneratedDocument {
    /// The XML of the body.
    pub body: String,
    /// Other parts by their names.
    pub footnotes: String,
    /// As above.
    pub endnotes: String,
    /// As above.
    pub header: String,
    /// As above.
    pub chunk: String,
    /// Words that must be in the Markdown.
    pub shown: Vec<String>,
    /// Words of these in the order of the body.
    pub in_order: Vec<String>,
    /// Characters that must be reported, by what they are.
    pub reported: BTreeMap<&'static str, usize>,
    choices: Vec<u8>,
    next: usize,
    words: usize,
    notes: usize,
}

/// Styles the generator uses: hidden and struck by inheritance, headings by level and by name.
pub const STYLES: &str = r#"<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="hid"><w:name w:val="hid"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="hid2"><w:name w:val="hid2"/><w:basedOn w:val="hid"/></w:style>
<w:style w:type="character" w:styleId="str"><w:name w:val="str"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="hp"><w:name w:val="hp"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
</w:styles>"#;

/// Lists the generator uses.
pub const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

/// Kinds of runs.
const RUNS: u8 = 32;
/// Kinds of blocks.
const BLOCKS: u8 = 16;

impl GeneratedDocument {
    /// The document that these choices make.
    pub fn of(choices: Vec<u8>) -> Self {
        let mut document = Self { choices, ..Self::default() };
        while document.next < document.choices.len() {
            let block = document.block(0);
            document.body.push_str(&block);
        }
        document
    }

    fn choice(&mut self, of: u8) -> u8 {
        let choice = self.choices.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        choice % of
    }

    /// A word that is in no other place.
    fn word(&mut self, kind: char) -> String {
        let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸".chars().collect();
        self.words += 1;
        let digits = format!("{:04}", self.words);
        let name: String = digits.bytes().map(|digit| letters[usize::from(digit - b'0')]).collect();
        format!("{kind}{name}")
    }

    fn shown(&mut self) -> String {
        let word = self.word('显');
        self.shown.push(word.clone());
        word
    }

    fn ordered(&mut self, top: bool) -> String {
        let word = self.shown();
        if top {
            self.in_order.push(word.clone());
        }
        word
    }

    fn left_out(&mut self, kind: char, as_what: NoteKind) -> String {
        let word = self.word(kind);
        *self.reported.entry(name(as_what)).or_default() += word.chars().count();
        word
    }

    fn block(&mut self, depth: usize) -> String {
        let top = depth == 0;
        match self.choice(if depth < 3 { BLOCKS } else { 6 }) {
            0 | 1 => self.paragraph("", top),
            2 => self.paragraph("<w:pStyle w:val=\"h1\"/>", top),
            3 => self.paragraph("<w:pStyle w:val=\"h2\"/>", top),
            4 => {
                let level = self.choice(2);
                let list = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>");
                self.paragraph(&list, top)
            }
            5 => {
                let hidden = self.left_out('隐', NoteKind::Hidden);
                format!(
                    "<w:p><w:pPr><w:pStyle w:val=\"hp\"/><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>",
                    run("", &hidden)
                )
            }
            6 => {
                let (deleted, kept) = (self.left_out('隐', NoteKind::Deleted), self.ordered(top));
                format!(
                    "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:del><w:r><w:delText>{deleted}</w:delText></w:r>\
                     </w:del></w:p><w:p>{}</w:p>",
                    run("", &kept)
                )
            }
            7 | 8 => self.table(depth),
            9 => {
                let (title, entry) = (self.left_out('略', NoteKind::Contents), self.left_out('略', NoteKind::Contents));
                format!(
                    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr>\
                     <w:sdtContent><w:p>{}</w:p><w:p>{}</w:p></w:sdtContent></w:sdt>",
                    run("", &title),
                    run("", &entry)
                )
            }
            10 => {
                let entry = self.left_out('略', NoteKind::Contents);
                format!("<w:p><w:pPr><w:pStyle w:val=\"toc\"/></w:pPr>{}</w:p>", run("", &entry))
            }
            11 => {
                let inner = self.block(depth + 1);
                format!("<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
            }
            12 => {
                let prompt = self.left_out('略', NoteKind::Placeholders);
                format!(
                    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>",
                    run("", &prompt)
                )
            }
            13 if self.chunk.is_empty() => {
                let (shown, struck) = (self.shown(), self.left_out('略', NoteKind::Struck));
                self.chunk = format!("<html><body><p>{shown}<s>{struck}</s></p></body></html>");
                "<w:altChunk r:id=\"chunk\"/>".to_owned()
            }
            14 if self.header.is_empty() && top => {
                let header = self.left_out('略', NoteKind::HeaderFooter);
                self.header = format!("<w:hdr xmlns:w=\"w\"><w:p>{}</w:p></w:hdr>", run("", &header));
                "<w:p><w:pPr><w:sectPr><w:headerReference r:id=\"header\"/></w:sectPr></w:pPr></w:p>".to_owned()
            }
            _ => {
                let inner = self.paragraph("", top);
                format!("<w:customXml>{inner}</w:customXml>")
            }
        }
    }

    fn paragraph(&mut self, properties: &str, top: bool) -> String {
        let mut runs = run("", &self.ordered(top));
        for _ in 0..self.choice(5) {
            runs.push_str(&self.run(top));
        }
        format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
    }

    fn run(&mut self, top: bool) -> String {
        match self.choice(RUNS) {
            0 | 1 => run("<w:b/>", &self.ordered(top)),
            2 => run("<w:vanish/>", &self.left_out('隐', NoteKind::Hidden)),
            3 => run("<w:rStyle w:val=\"hid2\"/>", &self.left_out('隐', NoteKind::Hidden)),
            4 => run("<w:rStyle w:val=\"hid2\"/><w:vanish w:val=\"0\"/>", &self.ordered(top)),
            5 => run("<w:webHidden/>", &self.ordered(top)),
            6 => run("<w:strike/>", &self.left_out('略', NoteKind::Struck)),
            7 => run("<w:dstrike/>", &self.left_out('略', NoteKind::Struck)),
            8 => run("<w:rStyle w:val=\"str\"/>", &self.left_out('略', NoteKind::Struck)),
            9 => format!("<w:ins>{}</w:ins>", run("", &self.ordered(top))),
            10 => format!("<w:del>{}</w:del>", run("", &self.left_out('隐', NoteKind::Deleted))),
            11 => format!("<w:moveFrom>{}</w:moveFrom>", run("", &self.left_out('隐', NoteKind::Deleted))),
            12 => format!("<w:moveTo>{}</w:moveTo>", run("", &self.ordered(top))),
            13 => format!("<w:hyperlink r:id=\"x\">{}</w:hyperlink>", run("", &self.ordered(top))),
            14 => format!("<w:fldSimple w:instr=\" REF _a \">{}</w:fldSimple>", run("", &self.ordered(top))),
            15 => {
                let (code, shown) = (self.word('隐'), self.ordered(top));
                field(&format!(" HYPERLINK \"{code}\" "), &run("", &shown))
            }
            16 => {
                let inner = self.word('隐');
                let shown = self.ordered(top);
                let nested = field(" PAGE ", &run("", &inner));
                format!("{}{nested}{}", "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>", field_rest(&run("", &shown)))
            }
            17 => self.fraction(),
            18 => {
                let base = self.choice(90) + 10;
                self.shown.push(format!("{base}⁴"));
                format!("{}{}", run("", &format!("，{base}")), run("<w:vertAlign w:val=\"superscript\"/>", "4"))
            }
            19 => {
                let (reading, base) = (self.left_out('略', NoteKind::Ruby), self.ordered(top));
                format!(
                    "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
                    run("", &reading),
                    run("", &base)
                )
            }
            20 => format!("<w:r><w:br w:type=\"page\"/></w:r>{}", run("", &self.ordered(top))),
            21 => format!("<w:r><w:br w:type=\"column\"/></w:r>{}", run("", &self.ordered(top))),
            22 => self.note(true),
            23 => self.note(false),
            24 => self.boxes(),
            25 => {
                self.shown.push("☑".to_owned());
                "<w:r><w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/></w:r>".to_owned()
            }
            26 => {
                self.shown.push("☐".to_owned());
                "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"0\"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>\
                 <w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
                    .to_owned()
            }
            27 => {
                let hidden = self.left_out('隐', NoteKind::Hidden);
                format!(
                    "<w:r><w:drawing><wp:anchor><wp:docPr id=\"1\" hidden=\"1\"/><w:txbxContent><w:p>{}</w:p>\
                     </w:txbxContent></wp:anchor></w:drawing></w:r>",
                    run("", &hidden)
                )
            }
            28 => run("<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"FF0000\"/>", &self.ordered(top)),
            29 => format!("<w:smartTag><w:smartTag>{}</w:smartTag></w:smartTag>", run("", &self.ordered(top))),
            30 => {
                let prompt = self.left_out('略', NoteKind::Placeholders);
                let prompt = run("", &prompt);
                format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{prompt}</w:sdtContent></w:sdt>")
            }
            _ => format!(
                "<w:r><w:tab/></w:r>{}",
                run("<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>", &self.ordered(top))
            ),
        }
    }

    fn fraction(&mut self) -> String {
        let (upper, lower) = (self.choice(90) + 10, self.choice(90) + 10);
        self.shown.push(format!("{upper}/{lower}"));
        let number = |number: u8| format!("<m:r><m:t>{number}</m:t></m:r>");
        format!("<m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f></m:oMath>", number(upper), number(lower))
    }

    fn note(&mut self, foot: bool) -> String {
        self.notes += 1;
        let (id, text) = (self.notes, self.shown());
        let name = if foot { "footnote" } else { "endnote" };
        let notes = if foot { &mut self.footnotes } else { &mut self.endnotes };
        let _ = write!(notes, "<w:{name} w:id=\"{id}\"><w:p>{}</w:p></w:{name}>", run("", &text));
        format!("<w:r><w:{name}Reference w:id=\"{id}\"/></w:r>")
    }

    /// A group of two boxes, once for new programs and once for old ones.
    fn boxes(&mut self) -> String {
        let texts = [self.shown(), self.shown()];
        let own = |around: &str| -> String {
            texts
                .iter()
                .map(|text| {
                    let text = run("", text);
                    format!("<{around}><w:txbxContent><w:p>{text}</w:p></w:txbxContent></{around}>")
                })
                .collect()
        };
        format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing><wpg:wgp>{}</wpg:wgp></w:drawing></mc:Choice>\
             <mc:Fallback><w:pict><v:group>{}</v:group></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            own("wps:txbx"),
            own("v:textbox")
        )
    }

    /// A table with spans, merges, deleted and hidden rows, and blocks in its cells.
    fn table(&mut self, depth: usize) -> String {
        let (rows, columns) = (self.choice(3) + 2, self.choice(3) + 2);
        let mut xml = String::from("<w:tbl><w:tblPr/><w:tblGrid/>");
        for row in 0..rows {
            let fate = if row > 0 { self.choice(7) } else { 0 };
            let properties = match fate {
                1 => "<w:trPr><w:del/></w:trPr>",
                2 => "<w:trPr><w:hidden/></w:trPr>",
                _ => "",
            };
            let _ = write!(xml, "<w:tr>{properties}");
            let mut column = 0;
            while column < columns {
                let shape = if row > 0 { self.choice(6) } else { 5 };
                let (text, own) = match (fate, shape) {
                    (1, _) => (run("", &self.left_out('隐', NoteKind::Deleted)), ""),
                    (2, _) => (run("", &self.left_out('隐', NoteKind::Hidden)), ""),
                    (_, 0) if column == 0 && row > 1 => (String::new(), "<w:vMerge/>"),
                    (_, 1) if column == 0 => (run("", &self.shown()), "<w:vMerge w:val=\"restart\"/>"),
                    (_, 2) if column + 1 < columns => {
                        column += 1;
                        (run("", &self.shown()), "<w:gridSpan w:val=\"2\"/>")
                    }
                    _ => (run("", &self.shown()), ""),
                };
                let extra = if fate == 0 && shape == 3 { self.block(depth + 2) } else { String::new() };
                let _ = write!(xml, "<w:tc><w:tcPr>{own}</w:tcPr>{extra}<w:p>{text}</w:p></w:tc>");
                column += 1;
            }
            xml.push_str("</w:tr>");
        }
        xml.push_str("</w:tbl>");
        xml
    }
}

/// The name of a kind, as a key.
pub fn name(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Hidden => "hidden",
        NoteKind::Deleted => "deleted",
        NoteKind::Struck => "struck",
        NoteKind::Contents => "contents",
        NoteKind::Placeholders => "placeholders",
        NoteKind::HeaderFooter => "header",
        NoteKind::Ruby => "ruby",
        _ => "other",
    }
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn field(instruction: &str, result: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{}",
        field_rest(result)
    )
}

fn field_rest(result: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>")
}
