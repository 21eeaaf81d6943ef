namespace PeerPersistence.Cli;

/// <summary>One plot of the report, with what it says in a sentence and its numbers.</summary>
/// <param name="Id">Unique in the page.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Caption">How to read it.</param>
/// <param name="Plot">The drawing.</param>
/// <param name="Numbers">The same as a table.</param>
internal sealed record Figure(string Id, string Title, string Caption, string Plot, NumberTable Numbers)
{
    public string ToHtml() => $"""
        <section class="card" id="{Id}">
        <h2>{Svg.Text(Title)}</h2>
        <p class="caption">{Svg.Text(Caption)}</p>
        <figure>
        {Plot}
        </figure>
        <details><summary>As a table</summary>
        {Numbers.ToHtml()}
        </details>
        </section>
        """;
}
