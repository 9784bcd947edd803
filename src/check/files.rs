//! What can be wrong with the entries of the source tree, before any of them is read; listing the tree finds it.

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
];
