//! Why a file cannot be imported: one clear reason, and the way out.

use std::fmt;

/// Why a file was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefusal {
    /// There is no text in it.
    Empty,
    /// It is not text and not a format we read.
    Binary,
    /// It is text in an encoding we do not read.
    Encoding,
    /// It needs a password.
    Encrypted,
    /// It is in Word's format of before 2007.
    OldWord,
    /// It is in the old format of WPS.
    OldWps,
    /// It is Word's XML in a single file.
    WordXml,
    /// It is a spreadsheet, or was exported from one.
    Spreadsheet,
    /// It is a presentation.
    Slides,
    /// It is a PDF.
    Pdf,
    /// It is an OFD, the national format of fixed layout.
    Ofd,
    /// It is an OpenDocument text.
    OpenDocument,
    /// It is a UOF document.
    UniformOffice,
    /// It is a web page in a single file, or a mail.
    WebArchive,
    /// It is an RTF.
    Rtf,
    /// It is an archive.
    Archive,
    /// It is a picture: a scan.
    Picture,
    /// It is damaged.
    Damaged,
    /// Unpacked it is larger than any notice.
    TooLarge,
}

impl ImportRefusal {
    /// The reason's name, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "import-empty",
            Self::Binary => "import-binary",
            Self::Encoding => "import-encoding",
            Self::Encrypted => "import-encrypted",
            Self::OldWord => "import-old-word",
            Self::OldWps => "import-old-wps",
            Self::WordXml => "import-word-xml",
            Self::Spreadsheet => "import-spreadsheet",
            Self::Slides => "import-slides",
            Self::Pdf => "import-pdf",
            Self::Ofd => "import-ofd",
            Self::OpenDocument => "import-odt",
            Self::UniformOffice => "import-uof",
            Self::WebArchive => "import-mht",
            Self::Rtf => "import-rtf",
            Self::Archive => "import-archive",
            Self::Picture => "import-picture",
            Self::Damaged => "import-damaged",
            Self::TooLarge => "import-too-large",
        }
    }

    /// The format in words, and the way out where that is not “save as .docx”.
    #[rustfmt::skip]
    const fn reason(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("文件里没有文字", "there is no text in this file"),
            Self::Binary => ("不是文本，也不是能读的文档；可以导入 .docx、.txt、.md 和网页（.html）",
                "neither text nor a document we read; .docx, .txt, .md and web pages (.html) can be imported"),
            Self::Encoding => ("文字编码不是 UTF-8、UTF-16 或 GB18030；请用记事本打开，点“文件 → 另存为”，编码选 UTF-8",
                "the encoding is not UTF-8, UTF-16 or GB18030; save it as UTF-8 text"),
            Self::Encrypted => ("文档加了密码；请打开后点“文件 → 信息 → 保护文档”（WPS：“文件 → 文档加密”）去掉密码，另存为 .docx",
                "the document has a password; save it as .docx without one"),
            Self::OldWord => ("这是旧版 Word 文档（.doc）", "this is an old Word document (.doc)"),
            Self::OldWps => ("这是旧版 WPS 文字文档（.wps）", "this is an old WPS document (.wps)"),
            Self::WordXml => ("这是单个文件的 Word XML 文档", "this is a Word XML document in a single file"),
            Self::Spreadsheet => ("这是表格数据，不是通报；请把表格粘贴到 Word 或 WPS 文字里，另存为 .docx",
                "this is a spreadsheet, not a notice; paste the table into Word or WPS Writer and save it as .docx"),
            Self::Slides => ("这是演示文稿，不是通报；请把文字复制到 Word 或 WPS 文字里，另存为 .docx",
                "this is a presentation, not a notice; copy its words into Word or WPS Writer and save as .docx"),
            Self::Pdf => ("这是 PDF；请找原来的 Word 文档导入，没有时用 WPS 打开，点“PDF 转 Word”，或用 Word 打开后另存为 .docx，核对后再导入",
                "this is a PDF; import the document it was made from, or open it in Word and save it as .docx"),
            Self::Ofd => ("这是 OFD 版式文件；请找原来的 Word 文档导入，没有时用 WPS 打开，点“OFD 转 Word”或“文件 → 另存为”存成 .docx，核对后再导入",
                "this is an OFD; import the document it was made from, or open it in WPS and save it as .docx"),
            Self::OpenDocument => ("这是 OpenDocument 文档（ODT）", "this is an OpenDocument text (ODT)"),
            Self::UniformOffice => ("这是 UOF（标文通）文档", "this is a UOF document"),
            Self::WebArchive => ("这是单个文件的网页（MHT）或邮件；请在浏览器里打开原网页，另存为“网页，仅 HTML”，或用 Word、WPS 打开后另存为 .docx",
                "this is a web archive (MHT) or a mail; save the page as HTML, or open it in Word and save it as .docx"),
            Self::Rtf => ("这是 RTF 文档", "this is an RTF document"),
            Self::Archive => ("这是压缩包，不是 Word 文档；请先解压，再导入里面的文档；要导入的不是 .docx 时，先用 WPS 或 Word 另存为 .docx",
                "this is an archive, not a Word document; unpack it and import the .docx in it"),
            Self::Picture => ("这是图片；请找原来的 Word 文档导入，没有时用文字识别（OCR）转成 .docx，核对后再导入",
                "this is a picture; import the document it was made from"),
            Self::Damaged => ("文档已损坏；请在 WPS 或 Word 里打开，另存为 .docx 再导入",
                "the document is damaged; open it in WPS or Word and save it again as .docx"),
            Self::TooLarge => ("文档的文字部分解开后大得不像通报，没有读取",
                "unpacked, the words of this document are too many for a notice; it was not read"),
        }
    }

    /// Whether a word processor can save it as a `.docx`.
    const fn can_be_saved(self) -> bool {
        matches!(
            self,
            Self::OldWord | Self::OldWps | Self::WordXml | Self::OpenDocument | Self::UniformOffice | Self::Rtf
        )
    }

    /// The reason and the way out in Chinese.
    pub fn zh(self) -> String {
        let way = "；请用 WPS 打开，点“文件 → 另存为”，文件类型选“Microsoft Word 文件(*.docx)”，或用 Word 打开，\
                   点“文件 → 另存为”，保存类型选“Word 文档(*.docx)”，再导入 .docx";
        format!("{}{}", self.reason().0, if self.can_be_saved() { way } else { "" })
    }

    /// The same in English.
    pub fn en(self) -> String {
        let way = "; open it in WPS (File > Save As, type “Microsoft Word file (*.docx)”) or Word (File > Save As, type \
                   “Word Document (*.docx)”) and import the .docx";
        format!("{}{}", self.reason().1, if self.can_be_saved() { way } else { "" })
    }

    /// The format a file's name promises, where that is one we do not read.
    pub fn of_name(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match extension.as_str() {
            "doc" | "dot" => Self::OldWord,
            "wps" | "wpt" => Self::OldWps,
            "pdf" => Self::Pdf,
            "ofd" => Self::Ofd,
            "odt" | "ott" | "fodt" => Self::OpenDocument,
            "uof" | "uot" => Self::UniformOffice,
            "mht" | "mhtml" | "eml" => Self::WebArchive,
            "rtf" => Self::Rtf,
            "zip" | "rar" | "7z" | "gz" | "tar" => Self::Archive,
            "xls" | "xlsx" | "et" | "ods" => Self::Spreadsheet,
            "ppt" | "pptx" | "dps" | "odp" => Self::Slides,
            "jpg" | "jpeg" | "png" | "bmp" | "tif" | "tiff" | "gif" => Self::Picture,
            _ => return None,
        })
    }

    /// The format a file's first bytes show, where that is one we do not read.
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(of_compound(name, bytes)),
            [b'%', b'P', b'D', b'F', ..] => Some(Self::Pdf),
            [b'{', b'\\', b'r', b't', b'f', ..] => Some(Self::Rtf),
            [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => Some(Self::Archive),
            [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] => Some(Self::Picture),
            [b'G', b'I', b'F', b'8', ..] | [b'I', b'I', 0x2a, 0, ..] => Some(Self::Picture),
            _ => None,
        }
    }

    /// The format a text shows in its first lines, where that is one we do not read.
    pub fn of_text(text: &str) -> Option<Self> {
        /// Headers of a mail take no more than this.
        const HEADERS: usize = 40;
        let start: String = text.trim_start().chars().take(2_000).collect();
        let has_header = |name: &str| {
            start.lines().take(HEADERS).any(|line| line.get(..name.len()).is_some_and(|l| l.eq_ignore_ascii_case(name)))
        };
        if has_header("MIME-Version:") && has_header("Content-Type:") {
            return Some(Self::WebArchive);
        }
        if !start.starts_with('<') {
            return None;
        }
        match () {
            () if start.contains("Word.Document") || start.contains("<w:wordDocument") => Some(Self::WordXml),
            () if start.contains("<pkg:package") => Some(Self::WordXml),
            () if start.contains("<office:document") => Some(Self::OpenDocument),
            () if start.contains("uof:UOF") => Some(Self::UniformOffice),
            () => None,
        }
    }
}

impl fmt::Display for ImportRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh())
    }
}

impl std::error::Error for ImportRefusal {}

/// The format of a compound file: an encrypted document keeps a stream of that name, spreadsheets one named Workbook.
fn of_compound(name: &str, bytes: &[u8]) -> ImportRefusal {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    let named = ImportRefusal::of_name(name);
    match () {
        () if holds("EncryptedPackage") => ImportRefusal::Encrypted,
        () if named == Some(ImportRefusal::OldWps) => ImportRefusal::OldWps,
        () if holds("WordDocument") => ImportRefusal::OldWord,
        () if holds("Workbook") || holds("Book") => ImportRefusal::Spreadsheet,
        () if holds("PowerPoint Document") => ImportRefusal::Slides,
        () => named.unwrap_or(ImportRefusal::OldWord),
    }
}

/// Whether the file's name ends in one of these.
pub fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    extensions.contains(&extension.as_str())
}
