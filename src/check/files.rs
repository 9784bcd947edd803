//! Rules for findings about names and files in the source tree, which are made while the tree is listed.

use super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::error("file-name-not-utf8")
        .says("文件名不是 UTF-8 编码（按 GB18030 看像是“{name}”），没有读", "this file name is not in UTF-8 (in GB18030 it may be “{name}”); it was not read")
        .help("重新起一个文件名；旧压缩包用 unzip -O gb18030 解压", "rename it; unpack old archives with unzip -O gb18030")
        .because(
            "文件名就是网址的一部分，不是 UTF-8 就没有网址。Windows 上打的旧压缩包在别的系统上解开，文件名常常是 GBK 编码。",
            "A file's name is a part of its address, and one that is not UTF-8 has no address. Archives packed on old Windows systems often have names in GBK.",
        ),
    Rule::error("file-name-reserved")
        .says("这个名字在 Windows 上不能用，没有读", "this name cannot be used on Windows; it was not read")
        .help("换一个名字，如 con-1.md、a-b.txt", "rename it, to con-1.md or a-b.txt for example")
        .because(
            "con、prn、aux、nul、com1 至 com9、lpt1 至 lpt9 是 Windows 的设备名，不论扩展名和大小写；照原名放进网站的文件，名字里也不能有 : 和 \\。这样的文件在 Windows 上打不开，复制不了，所以在哪个系统上都不读。",
            "con, prn, aux, nul, com1 to com9 and lpt1 to lpt9 are names of devices on Windows, whatever their ending and case; files that keep their name in the site cannot have : or \\ in it either. Such a file can be neither opened nor copied there, so it is read on no system.",
        ),
    Rule::error("special-file")
        .says("这不是普通文件（管道、设备或套接字），没有打开", "this is not a regular file (a pipe, device or socket) and was not opened")
        .help("从 content/ 里移走", "move it out of content/")
        .because(
            "content/ 里只应有普通文件和文件夹；打开管道或设备可能永远等不到结束。",
            "Only regular files and folders belong into content/; reading from a pipe or device may never end.",
        ),
    Rule::warning("dot-file-skipped")
        .says("以点开头的文件没有放进网站", "a file whose name begins with a dot was left out of the site")
        .help("用不着的移走；要公开的换一个名字", "move it away, or rename it if it is to be public")
        .because(
            "以点开头的多半是程序的设置和密钥（.env、.npmrc、.ssh），放进网站就公开了。content/static/ 里只照抄 .well-known、.htaccess、.nojekyll。",
            "What begins with a dot is mostly settings and keys of programs (.env, .npmrc, .ssh), which would be public on the site. In content/static/ only .well-known, .htaccess and .nojekyll are copied.",
        ),
    Rule::warning("file-not-read")
        .says("没有读这个文件：通报是 .md 文件，设置写在 content/site.yaml", "this file was not read: notices are .md files, and settings are in content/site.yaml")
        .help("{way}", "{way_en}")
        .because(
            "content/ 里只读 .md 文件和 site.yaml，别的文件在通报链接到它时随通报发布。看上去是稿子或设置、名字却不对的，多半是忘了转换或改名。",
            "Only .md files and site.yaml are read in content/; other files are published with the notice that links to them. A draft or settings under another name were probably forgotten.",
        ),
    Rule::note("file-not-linked")
        .says("没有网页链接到这个文件，它不会发布", "no page links to this file, so it is not published")
        .help(
            "在通报里链接到它；要原样放进网站的，移到 content/static/；用不着的，从 content/ 移走",
            "link to it in a notice; move what belongs to the site as it is into content/static/, and what is not needed out of content/",
        )
        .because(
            "附件和图片只有被通报或普通页面链接到时才会发布。",
            "Attachments and pictures are only published where a notice or plain page links to them.",
        ),
];
