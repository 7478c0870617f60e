/** The style sheet of the HTML report; colours follow the reader's light or dark setting. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --panel: #f6f8fa; --line: #d1d9e0;
  --add: #1a7f37; --add-back: #dafbe1; --del: #cf222e; --del-back: #ffebe9; --warn: #9a6700; --warn-back: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --panel: #151b23;
  --line: #3d444d; --add: #3fb950; --add-back: #12361f; --del: #ff7b72; --del-back: #4a1b1d; --warn: #e3b341;
  --warn-back: #3b2e0a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; } p { margin: .25rem 0; } code { font: 13px/1.5 ui-monospace, monospace; }
.faint { color: var(--faint); }
img { max-width: 100%; border-radius: .25rem; display: block; background: var(--panel); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.counts li { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .35rem .8rem; }
.counts b { font-size: 1.2rem; margin-right: .35rem; } .counts .del b { color: var(--del); } .counts .add b { color: var(--add); }
.stop { background: var(--warn-back); border-left: 4px solid var(--warn); padding: .6rem 1rem; margin: .5rem 0; border-radius: .25rem; }
.card { display: flex; gap: 1rem; border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .6rem 0; }
.card > div { flex: 1; min-width: 0; } .card img { align-self: flex-start; }
table { border-collapse: collapse; } .fields { width: 100%; margin-top: .4rem; }
.fields th { text-align: left; font-weight: 500; color: var(--faint); white-space: nowrap; width: 1%; padding: .15rem 1rem .15rem 0; vertical-align: top; }
.fields td { padding: .15rem 0; } ins { background: var(--add-back); color: var(--add); text-decoration: none; border-radius: .2rem; }
del { background: var(--del-back); color: var(--del); border-radius: .2rem; }
nav { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; margin: 1rem 0; }
nav a { color: inherit; } nav ul { margin: .25rem 0; padding-left: 1.1rem; } nav ul ul { font-size: .85rem; columns: 22rem; } nav summary { font-weight: 600; }
details > summary { cursor: pointer; } .album { margin: 1rem 0; } .album > summary > h3 { display: inline; font-weight: 600; }
.album > div { margin-top: .5rem; } h3 .faint { font-weight: 400; font-size: .85rem; }
.list, .sheet tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.2rem, 1fr)); gap: .4rem; }
.cell { min-height: 5.6rem; vertical-align: top; padding: .2rem; border: 1px solid var(--line); border-radius: .35rem; font-size: .72rem;
  line-height: 1.25; text-align: center; overflow-wrap: break-word; word-break: normal; min-width: 0; }
.cell img { margin: 0 auto .2rem; max-height: 7.5rem; }
.cell.new { border-color: var(--add); } .cell.hole { border: 2px dashed var(--del); background: var(--del-back); color: var(--del); font-weight: 600; }
.cell.many { border: 3px solid var(--warn); background: var(--warn-back); } .cell.none { border: 0; }
.cell.gone { border-color: var(--del); background: var(--del-back); border-left-width: 1px; } .cell.gone img { opacity: .75; }
.sheet table, .sheet tbody { display: block; } .sheet tr { margin-bottom: .6rem; } .sheet tr:first-child, .sheet .none { display: none; }
.sheet th { font-size: .78rem; font-weight: 600; color: var(--faint); padding: .1rem .3rem; text-align: left; grid-column: 1 / -1; overflow-wrap: break-word; }
@media (min-width: 46rem) { .few table { display: table; } .few tbody { display: table-row-group; } .few tr, .few tr:first-child { display: table-row; }
  .few .none { display: table-cell; } .few th { text-align: center; font-weight: 500; } }
@media (min-width: 75rem) { .some table { display: table; } .some tbody { display: table-row-group; } .some tr, .some tr:first-child { display: table-row; }
  .some .none { display: table-cell; } .some th { text-align: center; font-weight: 500; } }
.sheet table { border-spacing: .3rem; border-collapse: separate; } .few td.cell, .some td.cell { min-width: 4.4rem; }
@media (max-width: 40rem) { body { padding: 1rem; } .card { flex-direction: column; gap: .5rem; } }
@media print { body { max-width: none; } .card, .cell { break-inside: avoid; } }
`;
