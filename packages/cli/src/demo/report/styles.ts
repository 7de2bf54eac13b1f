import crypto from 'node:crypto';

/** Colours have at least 4.5 to 1 against their ground, in light and in dark; charts tell series apart by dashes besides. */
export const STYLES = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #0b0c0c; --soft: #505a5f; --rule: #b1b4b6; --panel: #f3f2f1;
  --s1: #1d5b9c; --s2: #9a3412; --s3: #00703c; --good: #00703c; --bad: #b10e1e; --focus: #1d5b9c; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171a; --text: #f3f2f1; --soft: #b8bfc4; --rule: #5c656b; --panel: #1f2428;
  --s1: #7db5f0; --s2: #f2a36b; --s3: #6fcf97; --good: #6fcf97; --bad: #ff9b8f; --focus: #7db5f0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 1.5rem 0 .5rem; } h2 { font-size: 1.4rem; margin: 2.5rem 0 .5rem; }
p { max-width: 44rem; margin: .5rem 0; } .soft, footer { color: var(--soft); } footer { padding-block: 2rem; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .25rem .5rem; }
a { color: var(--s1); } :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; padding: 0; margin: 1rem 0; list-style: none; }
.cards li { background: var(--panel); padding: .75rem 1rem; border-left: 4px solid var(--s1); }
.cards strong { display: block; font-size: 1.6rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.beside { display: grid; grid-template-columns: minmax(0, 3fr) minmax(15rem, 2fr); gap: 1.5rem; align-items: start; }
@media (max-width: 56rem) { .beside { grid-template-columns: minmax(0, 1fr); } }
.narrow { max-width: 40rem; margin-bottom: 1rem; }
.scroll { max-height: 22rem; overflow: auto; border: 1px solid var(--rule); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .4rem .6rem; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
thead th { position: sticky; top: 0; background: var(--panel); } .number { text-align: right; }
svg { width: 100%; height: auto; } .grid { stroke: var(--rule); stroke-width: .5; } .tick { fill: var(--soft); font-size: 12px; } .name { font-size: 13px; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); stroke-dasharray: 8 4; } .s3 { stroke: var(--s3); stroke-dasharray: 2 5; }
.n1 { fill: var(--s1); } .n2 { fill: var(--s2); } .n3 { fill: var(--s3); } .bar { fill: var(--s1); } .label { fill: var(--text); font-size: 13px; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
@media print { .scroll { max-height: none; } }
`;

/** The only style that the page's policy allows, by its digest. */
export const STYLES_DIGEST: string = crypto.createHash('sha256').update(STYLES).digest('base64');
