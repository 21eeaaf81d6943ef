using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>The names of an object's fields. They are found quickest in the order in which they are written.</summary>
internal sealed class FieldNames(params string[] names)
{
    private readonly byte[][] _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    /// <summary>Moves to the value of the object's next field.</summary>
    /// <param name="reader">At the object's beginning, or at the end of a value.</param>
    /// <param name="place">Where the last one was found; 0 before the first.</param>
    /// <returns>The field's name, whether it is one of these or not; <c>null</c>: the object has ended.</returns>
    public string? Next(ref Utf8JsonReader reader, ref int place)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        // One that is no UTF-8 is read all the same, as the serializer does.
        var name = Find(ref reader, ref place) ?? (reader.ValueIsEscaped ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan));
        reader.Read();
        return name;
    }

    /// <summary>Whether the name that a reader is at is one of these.</summary>
    public bool Has(in Utf8JsonReader reader)
    {
        foreach (var name in _utf8)
        {
            if (reader.ValueTextEquals(name))
                return true;
        }

        return false;
    }

    private string? Find(ref Utf8JsonReader reader, ref int place)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var at = (place + i) % names.Length;
            if (!reader.ValueTextEquals(_utf8[at]))
                continue;
            place = at + 1;
            return names[at];
        }

        return null;
    }
}
