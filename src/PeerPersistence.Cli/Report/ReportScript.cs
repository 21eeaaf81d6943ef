using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence.Cli;

/// <summary>The report's own script: the reader's time zone, and the search. Without it the page is whole, in UTC.</summary>
internal static class ReportScript
{
    /// <summary>The browser runs this text and no other: names are text, whatever they hold.</summary>
    public static string Source => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    public static string Text { get; } = """
        (() => {
          const all = name => [...document.querySelectorAll(name)];
          const two = number => String(number).padStart(2, '0');
          const report = new Date(all('header time')[0].dateTime);
          const offset = -report.getTimezoneOffset();
          const zone = 'UTC' + (offset < 0 ? '−' : '+') + two(Math.floor(Math.abs(offset) / 60)) + ':' + two(Math.abs(offset) % 60);
          const words = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short' });
          for (const time of all('time')) {
            time.title = time.textContent + ' UTC';
            time.textContent = words.format(new Date(time.dateTime));
          }
          for (const utc of all('[data-utc]')) utc.hidden = true;
          for (const place of all('[data-zone]')) place.textContent = offset ? 'yours' : '';
          for (const hour of offset ? all('[data-hour]') : []) {
            const minutes = (hour.dataset.hour * 60 + offset + 1440) % 1440;
            hour.textContent = two(Math.floor(minutes / 60)) + ':' + two(minutes % 60);
          }
          for (const named of all('[data-named]')) named.textContent = ' in your time (' + zone + '), ' + named.dataset.named;
          const find = document.getElementById('find');
          if (!find) return;
          const rows = all('#peers tbody tr').map(row => [row, row.textContent.toLowerCase()]);
          const found = document.getElementById('found');
          find.hidden = false;
          find.addEventListener('input', () => {
            const wanted = find.value.toLowerCase().split(/\s+/);
            let count = 0;
            for (const [row, text] of rows) {
              row.hidden = !wanted.every(word => text.includes(word));
              count += row.hidden ? 0 : 1;
            }
            found.textContent = count + ' of ' + rows.length;
          });
        })();
        """.ReplaceLineEndings("\n");
}
