//! Words that a site puts around an article: labels, buttons, names of its menus. The reader takes none of them for text,
//! and import leaves them out.

use crate::text::words::{Words, words};

/// Labels of the day of publication.
pub static DATE_LABELS: Words =
    words! { 发布日期 发布时间 发表时间 公示日期 公布日期 公布时间 公开日期 公开时间 发文日期 发稿时间 上传时间 };
/// Labels of days that count only where no day of publication is labelled.
pub static OTHER_DATE_LABELS: Words = words! { 成文日期 生成日期 印发日期 录入时间 日期 时间 };
/// Labels of days on which a page was changed; it may have been published long before.
pub static CHANGE_LABELS: Words = words! { 更新时间 更新日期 修改时间 修改日期 };
/// Labels of who published a text.
pub static PUBLISHER_LABELS: Words = words! { 发布单位 发布机构 发布机关 发文机关 发文机构 制发机关 发布部门 发文单位 公开单位 信息来源 文章来源 稿件来源 来源 };
/// Labels of a title.
pub static TITLE_LABELS: Words = words! { 文件名称 信息名称 信息标题 文件标题 文章标题 公文名称 名称 标题 };
/// Those of them that name nothing else, wherever they stand in a row.
pub static RECORDED_TITLES: Words = words! { 文件名称 信息名称 信息标题 文件标题 文章标题 公文名称 };
/// Labels of a site's own: counts of readers, who typed a text, how it is shown.
pub static SITE_LABELS: Words = words! {
    字号 字体大小 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 访问量 访问次数 点击数 点击次数 点击率 点击量 点击 人气 热度 次数
    作者 编辑 责任编辑 责编 审核 审签 签发 初审 复审 终审 一审 二审 三审 校对 录入 录入人 发布人 发布者 供稿 供稿人 撰稿 摄影
    字体 分享 分享到 视力保护色 保护视力色 所属栏目 栏目
};
/// Labels of a register of documents, which say something about the text.
pub static RECORD_LABELS: Words = words! {
    索引号 信息索引号 文号 发文字号 文件编号 分类 主题分类 主题词 关键词 体裁 公开方式 公开范围 公开属性 公开类别 有效性
    信息类别 信息分类 信息编号 文件类型 索引 时效性 有效期 生效日期 废止日期 内容概述 内容摘要 公开时限 公开程序 公开目录 组配分类 服务对象
};
/// The labels beside a title.
pub static LABELS: [&Words; 6] =
    [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &SITE_LABELS, &RECORD_LABELS];
/// Words of a page's own buttons and menus.
pub static BUTTONS: Words = words! {
    打印 打印本页 打印此页 打印文章 打印本文 关闭 关闭窗口 关闭本页 关闭页面 分享 分享到 分享至 朗读 语音播报 语音朗读 听全文 收藏 收藏本页 加入收藏 设为首页
    微信 微博 新浪微博 腾讯微博 QQ空间 空间 朋友圈 大 中 小 超大 默认 放大 缩小 字体 字号 繁体 简体 繁 简 繁體 簡體 繁體版 繁體中文 简体中文 English 智能问答 护眼模式 无障碍 无障碍阅读 无障碍浏览 适老版 长者版 长者模式
    长者助手 关怀版 关怀模式 老年版 手机版 移动版 电脑版 下载 首页 网站首页 本站首页 主页 返回 返回首页 返回列表 返回顶部 返回上页 返回上一页 返回上一级 回到顶部 上一篇 下一篇
    上一页 下一页 上一条 下一条 登录 注册 搜索 检索 纠错 我要纠错 网站地图 站内搜索 扫一扫 扫一扫在手机打开当前页 扫一扫在手机上查看当前页面 手机扫码阅读 二维码
    次 人次 更多 导航 收起 展开 通知公告 政务公开 信息公开 机构概况 党建工作 工作动态 新闻中心 新闻动态 政民互动 互动交流 办事服务 政务服务 专题专栏 机构设置
    组织机构 领导信息 关于我们 联系我们 您的位置 您所在的位置 您现在的位置 当前位置 现在位置
};
