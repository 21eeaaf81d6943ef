namespace PeerPersistence.Cli;

/// <summary>How the report looks: light or dark as the reader's system is, one column on a phone, black on white on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          --ground: #f4f6f8; --card: #ffffff; --ink: #18202a; --soft: #56616e; --rule: #e2e7ec;
          --accent: #2264a8; --heat: #002f86; --weak: #000000; --strong: #ffffff; --track: #e6ecf3; --bad: #b3261e;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #11161b; --card: #1a212a; --ink: #e9eef3; --soft: #a2afbc; --rule: #2d3743;
            --accent: #74b4f0; --heat: #68a6e2; --weak: #ffffff; --strong: #000000; --track: #2a3541; --bad: #ff9a90;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          font-variant-numeric: tabular-nums;
        }
        main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
        h1 { margin: 0 0 4px; font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; }
        h2 { margin: 0; font-size: 1.125rem; line-height: 1.3; }
        .caption { margin: 4px 0 20px; color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere; }
        header .caption { margin-bottom: 28px; }
        .nothing { color: var(--soft); margin: 8px 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(136px, 1fr)); gap: 12px; margin: 0 0 20px; }
        .tile, .card { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; }
        .tile { padding: 14px 18px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
        .tile dt { color: var(--soft); font-size: 0.8125rem; }
        .tile dd { margin: 0; font-size: 1.625rem; font-weight: 600; line-height: 1.25; letter-spacing: -0.01em; }
        .bad dd { color: var(--bad); }
        .cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
        .card { padding: 22px 24px; min-width: 0; }
        .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 48px; align-items: start; }
        .wide { grid-column: 1 / -1; }
        figure { margin: 0; }
        svg { display: block; width: 100%; height: auto; overflow: visible; }
        svg text { font-size: 13px; fill: var(--soft); }
        svg .name, svg .value { fill: var(--ink); }
        svg .value { font-weight: 600; }
        svg .axis { font-size: 12px; font-style: italic; }
        .rule { stroke: var(--rule); }
        .bar { fill: var(--accent); }
        .weak { fill: var(--accent); fill-opacity: 0.4; }
        .mark { fill: var(--ink); }
        .track { fill: var(--track); }
        .area { fill: var(--accent); fill-opacity: 0.16; }
        .curve { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
        .cell rect { fill: var(--heat); }
        .cell text { fill: var(--weak); font-size: 12.5px; }
        .strong text { fill: var(--strong); }
        .unknown rect { fill: var(--track); }
        .unknown text { fill: var(--soft); }
        details { margin-top: 14px; font-size: 0.875rem; }
        summary { color: var(--soft); cursor: pointer; }
        table { width: 100%; border-collapse: collapse; font-size: 0.875rem; margin: 8px 0 4px; }
        th, td { padding: 6px 8px; border-bottom: 1px solid var(--rule); text-align: right; }
        th:first-child { padding-left: 0; text-align: left; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--soft); font-weight: 500; white-space: nowrap; }
        tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 7em; unicode-bidi: isolate; }
        td { white-space: nowrap; }
        tbody tr:last-child > * { border-bottom: 0; }
        .factors { overflow-x: auto; }
        .scroll { overflow: auto; max-height: 30rem; }
        .scroll thead th { position: sticky; top: 0; background: var(--card); }
        .search { display: flex; gap: 12px; align-items: center; margin: 0 0 12px; color: var(--soft); font-size: 0.875rem; }
        .search input {
          flex: 0 1 22rem; min-width: 0; padding: 8px 12px; font: inherit; color: var(--ink); background: var(--ground);
          border: 1px solid var(--rule); border-radius: 8px;
        }
        ul { margin: 12px 0 0; padding-left: 1.2em; overflow-wrap: anywhere; }
        #at-risk :is(th, td):last-child, #peers :is(th, td):last-child { text-align: left; white-space: normal; }
        .cards > :nth-child(odd of .card:not(.wide)):nth-last-child(1 of .card:not(.wide)) { grid-column: 1 / -1; }
        .cards > :nth-child(odd of .card:not(.wide)):nth-last-child(1 of .card:not(.wide)) figure { max-width: 520px; }
        @media (max-width: 760px) {
          main { padding: 24px 16px 40px; }
          .cards, .pair { grid-template-columns: minmax(0, 1fr); gap: 16px; }
          .card { padding: 18px; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        }
        @media (max-width: 560px) {
          .factors :is(th, td):nth-child(n + 3):nth-child(-n + 5) { display: none; }
          #peers :is(th, td):is(:nth-child(3), :nth-child(4), :nth-child(6), :nth-child(7)) { display: none; }
        }
        @media print {
          main { max-width: none; padding: 0; }
          .card { break-inside: avoid; }
          #peers { break-inside: auto; }
          .scroll { max-height: none; }
          .search { display: none; }
        }
        """;
}
