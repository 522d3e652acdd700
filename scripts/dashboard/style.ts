/** The whole style of the pages: the machine's own fonts, nothing from elsewhere. Every pair of colours holds 4.5:1, every drawing 3:1 to its ground. */
export const style = `:root{--ink:#1b2a33;--soft:#48565f;--line:#7a8790;--ground:#fff;--pale:#eef2f4;--main:#1f5f7a;--mark:#9a4a00}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--ground);font:1rem/1.5 system-ui,sans-serif}
a{color:var(--main)}
a:focus-visible,button:focus-visible,select:focus-visible,input:focus-visible,input:focus,input:focus-within,.scroll:focus-visible,main:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
header,main,footer{max-width:60rem;margin:0 auto;padding:.75rem 1rem}
header{border-bottom:1px solid var(--line)}
header p{margin:0;font-weight:700}
nav ul{list-style:none;margin:.25rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
nav a{display:inline-block;padding:.25rem 0;min-height:24px}
[aria-current]{font-weight:700;text-decoration:none;border-bottom:3px solid var(--main)}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:.75rem 0}
label{display:block;font-size:.9rem}
select,input,button{font:inherit;min-height:2.25rem;padding:.25rem .5rem;border:1px solid var(--line);border-radius:.25rem;background:var(--ground);color:var(--ink);max-width:100%}
button{background:var(--main);border-color:var(--main);color:#fff}
h1{font-size:1.6rem;line-height:1.2;margin:.75rem 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:1.75rem 0 .5rem;overflow-wrap:anywhere}
.period,.note{color:var(--soft);margin:.25rem 0;font-size:.95rem}
.warn{border-left:.35rem solid var(--mark);background:var(--pale);padding:.5rem .75rem;margin:.75rem 0}
.warn p,.warn ul{margin:.25rem 0}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(12rem,100%),1fr));gap:.5rem;margin:.75rem 0}
dl div{background:var(--pale);padding:.5rem .75rem}
dt{color:var(--soft);font-size:.9rem}
dd{margin:0}
dd b{font-size:1.35rem}
dd span{display:block;color:var(--soft);font-size:.9rem}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;min-width:min(100%,24rem);font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.9rem;padding:.25rem 0}
th,td{padding:.25rem .5rem;border-bottom:1px solid #c8d0d5;text-align:right;vertical-align:top}
th:first-child{text-align:left;font-weight:400}
thead th,tfoot th,tfoot td{font-weight:700}
thead th{border-bottom-color:var(--line)}
tfoot th,tfoot td{border-top:2px solid var(--ink)}
small{display:block;color:var(--soft);font-size:.85rem;max-width:26rem}
pre{background:var(--pale);padding:.5rem .75rem;margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
code{overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto;max-width:40rem;font:13px system-ui,sans-serif;fill:var(--ink)}
svg .b{fill:var(--main)}
svg .m{fill:var(--mark)}
svg .mark{stroke:var(--mark);stroke-width:3;fill:none}
svg .axis{stroke:var(--line);fill:none}
svg .whisker{stroke:var(--ink);stroke-width:1.5;fill:none}
.bars text,.stack text{text-anchor:middle}
.bars .top{text-anchor:start}
.stack rect{stroke:#fff;stroke-width:2}
.stack text{font-weight:700}
.k-instance{fill:#1f5f7a}.k-shared{fill:#6b4fa0}.k-meter{fill:#55626b}.k-system{fill:#2f6b35}.k-foreign{fill:#7a3b5a}.k-idle{fill:#9a4a00}.k-unseen{fill:#1b2a33}.k-cpu{fill:#1f5f7a}.k-memory{fill:#2f6b35}.k-rest{fill:#9a4a00}.k-all{fill:#6b4fa0}
.stack text{fill:#fff}
footer{border-top:1px solid var(--line);margin-top:2rem;color:var(--soft);font-size:.9rem}
@media print{nav,form,.skip{display:none}body{font-size:10pt}section,dl div,svg{break-inside:avoid}.scroll{overflow:visible}a{color:inherit;text-decoration:none}dl div,.warn{border:1px solid var(--line);background:none}svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
