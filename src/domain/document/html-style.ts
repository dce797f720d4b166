/** The style of an exported document. The colours are those of the window, and for print those of its light appearance. */
const LIGHT = '--page:#ffffff;--text:#161b1d;--quiet:#4a5659;--line:#d5dcdd;--sunken:#f3f6f6;--ok:#1a6b3c;--warning:#7a4d00;--failed:#b3261e'
const DARK = '--page:#15191b;--text:#e6ebec;--quiet:#a7b3b6;--line:#333c3f;--sunken:#1b2124;--ok:#6fcf97;--warning:#f0b352;--failed:#ff8a80'

export const styleOf = (landscape: boolean): string => `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){@media screen{:root{${DARK}}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:13px/1.5 Inter,system-ui,"Segoe UI","Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
main,footer{max-width:${landscape ? '1400px' : '960px'};margin:0 auto;padding:24px}
footer{padding-top:0;color:var(--quiet);font-size:12px}
footer p{border-top:1px solid var(--line);padding-top:12px;overflow-wrap:anywhere}
h1{font-size:20px;line-height:28px;font-weight:600;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:15px;line-height:20px;font-weight:600;margin:24px 0 8px;break-after:avoid}
p{margin:0 0 8px;overflow-wrap:anywhere}
.lead{display:grid;grid-template-columns:auto minmax(0,1fr);gap:8px;color:var(--quiet)}
ul{list-style:none;margin:0 0 8px;padding:0}
ul li{display:grid;grid-template-columns:16px minmax(0,1fr);gap:4px;padding:2px 0;overflow-wrap:anywhere}
li.neutral::before,.lead.neutral::before{content:"·";color:var(--quiet);text-align:center}
.lead.neutral::before{content:"";width:0}
.mark{font-weight:600}
.ok .mark,td.ok .mark{color:var(--ok)}
.warning .mark,td.warning .mark{color:var(--warning)}
.failed .mark,td.failed .mark{color:var(--failed)}
td .mark{margin-right:4px}
blockquote{margin:0 0 8px;padding:4px 12px;border-inline-start:3px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
dl{margin:0 0 8px}
dl div{display:grid;grid-template-columns:120px minmax(0,1fr);gap:12px;padding:2px 0}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-size:12px;margin:0 0 8px}
th{text-align:start;font-weight:500;color:var(--quiet);background:var(--sunken)}
th,td{padding:4px 8px;border:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
.number{text-align:end;white-space:nowrap}
.more{display:block;color:var(--quiet)}
code,pre{font:11.5px/1.5 "JetBrains Mono",ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
ol{margin:0 0 8px;padding-inline-start:32px}
ol li{margin-bottom:8px;break-inside:avoid}
ol p{margin:0}
pre{margin:4px 0 0;padding:4px 8px;background:var(--sunken);border:1px solid var(--line);border-radius:4px;white-space:pre-wrap}
.note{color:var(--quiet)}
@page{size:A4${landscape ? ' landscape' : ''};margin:14mm 12mm 16mm}
@media print{
main,footer{max-width:none;padding:0}
footer{margin-top:16px}
body{font-size:11px}
table{font-size:10px}
code,pre{font-size:9.5px}
thead{display:table-header-group}
tr{break-inside:avoid}
}
`
