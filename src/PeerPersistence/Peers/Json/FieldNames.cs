using System.Text;

namespace PeerPersistence;

/// <summary>The names of an object's fields. They are found quickest in the order in which they are written.</summary>
internal sealed class FieldNames(params string[] names)
{
    private readonly byte[][] _written = Array.ConvertAll(names, name => Encoding.UTF8.GetBytes($"\"{name}\":"));

    /// <summary>The name that JSON begins with, as it is mostly written.</summary>
    /// <param name="json">At a field, or at something else.</param>
    /// <param name="place">Where the last one was found; 0 before the first.</param>
    /// <param name="length">How long it is there, with all that comes before the value.</param>
    /// <returns><c>null</c>: none of these.</returns>
    public string? Find(ReadOnlySpan<byte> json, ref int place, out int length)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var at = place + i < names.Length ? place + i : place + i - names.Length;
            length = _written[at].Length;
            if (!json.StartsWith(_written[at]))
                continue;
            place = at + 1;
            return names[at];
        }

        length = 0;
        return null;
    }
}
