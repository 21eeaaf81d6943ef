using System.Text;
using System.Text.Json;

namespace PeerPersistence.FuzzTests;

/// <summary>Texts that were made to take much memory.</summary>
internal static class MemoryInputs
{
    public const int Size = 3 * 1024 * 1024;

    /// <summary>How many names a log file of short names has.</summary>
    public const int ShortNames = 300_000;

    private static readonly string s_deep = string.Concat(Enumerable.Repeat("[", 50)) + string.Concat(Enumerable.Repeat("]", 50));

    /// <summary>How a peer begins, what it repeats, how it ends. <c>#</c> is another number each time.</summary>
    public static IReadOnlyDictionary<string, (string Start, string Entry, string End)> OnePeer { get; } =
        new Dictionary<string, (string, string, string)>
        {
            ["addresses"] = ("""{"peerId":"anna","cachedCandidates":[""", "{}", "]}"),
            ["servers"] = ("""{"peerId":"anna","iceServers":[""", "{}", "]}"),
            ["urls"] = ("""{"peerId":"anna","iceServers":[{"urls":[""", "\"\"", "]}]}"),
            ["odd addresses"] = ("""{"peerId":"anna","cachedCandidates":[""", """{"x":1}""", "]}"),
            ["odd servers"] = ("""{"peerId":"anna","iceServers":[""", """{"x":1}""", "]}"),
            ["metadata"] = ("""{"peerId":"anna","metadata":{"a":[""", "[]", "]}}"),
            ["entries of metadata"] = ("""{"peerId":"anna","metadata":{""", "\"#\":1", "}}"),
            ["unknown list"] = ("""{"peerId":"anna","unknown":[""", "1", "]}"),
            ["unknown fields"] = ("""{"peerId":"anna",""", "\"#\":1", "}"),
            ["secret"] = ("""{"peerId":"anna","encryptedSecret":[""", "1", "]}"),
            ["wrong types"] = ("""{"peerId":"anna","metadata":7,"cachedCandidates":[""", "{}", "]}"),
            ["wrong types in addresses"] = ("""{"peerId":"anna","cachedCandidates":[""", """{"candidate":[]}""", "]}"),
            ["set aside"] = ("""{"peerId":"anna","metadata":7,"setAside":{""", "\"#\":1", "}}"),
            ["escapes"] = ("""{"peerId":"anna","displayName":" """, """\u0041""", "\"}"),
            ["text"] = ("""{"peerId":"anna","displayName":" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["text to escape"] = ("""{"peerId":"anna","displayName":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["text of characters to escape"] = ("""{"peerId":"anna","displayName":" """, "x\U0001F511", "\"}"),
            ["text that was cut"] = ("""{"peerId":"anna","displayName":"\" """, "xxxxxxxxxxxxxxxx", "\""),
            ["list that was cut"] = ("""{"peerId":"anna","cachedCandidates":[""", "{}", "]"),
            ["secret to escape"] = ("""{"peerId":"anna","sharedSecret":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["credential to escape"] = ("""{"peerId":"anna","iceServers":[{"urls":"turn:a","credential":"\" """, "xxxxxxxxxxxxxxxx", "\"}]}"),
            ["metadata to escape"] = ("""{"peerId":"anna","metadata":{"a":"\" """, "xxxxxxxxxxxxxxxx", "\"}}"),
            ["unknown text"] = ("""{"peerId":"anna","unknown":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["unknown name"] = ("""{"peerId":"anna","unknown""", "xxxxxxxxxxxxxxxx", "\":1}"),
            ["unknown name to escape"] = ("""{"peerId":"anna","unknown\" """, "xxxxxxxxxxxxxxxx", "\":1}"),
            ["odd and text to escape"] = ("""{"peerId":"anna","metadata":7,"displayName":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["odd and metadata"] = ("""{"peerId":"anna","isPinned":7,"metadata":{"a":"\" """, "xxxxxxxxxxxxxxxx", "\"}}"),
            ["odd and unknown text"] = ("""{"peerId":"anna","metadata":7,"unknown":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["odd text"] = ("""{"peerId":"anna","connectionQuality":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["odd instant"] = ("""{"peerId":"anna","firstSeen":"\" """, "xxxxxxxxxxxxxxxx", "\"}"),
            ["odd texts"] = ("""{"peerId":"anna","displayName":["\" """, "xxxxxxxxxxxxxxxx", "\"]}"),
            ["odd key"] = ("""{"peerId":"anna","publicKey":{"kty":"\" """, "xxxxxxxxxxxxxxxx", "\"}}"),
            ["deep"] = ("""{"peerId":"anna","metadata":{"a":[""", s_deep, "]}}"),
        };

    /// <summary>Entries of an export.</summary>
    public static IReadOnlyDictionary<string, string> ManyPeers { get; } = new Dictionary<string, string>
    {
        ["peers"] = """{"peerId":"#"}""",
        ["peers with a secret"] = """{"peerId":"#","encryptedSecret":"","secretLeftOut":true,"evidence":{},"presence":"AA"}""",
        ["peers with addresses"] = """{"peerId":"#","iceServers":[{"encryptedCredential":""}],"cachedCandidates":[{"introducedBy":"x"}]}""",
        ["the same peer"] = """{"peerId":"anna"}""",
        ["no peers"] = "1",
        ["peers without id"] = "{}",
        ["large peers"] = """{"peerId":"#","displayName":"_"}""".Replace("_", new string('x', 300_000)),
        ["names left out"] = "\"#\"",
    };

    /// <summary>Repeats an entry with spaces behind it up to the size.</summary>
    public static string Repeat(string start, string entry, string end, int spaces, int size = Size)
    {
        var text = new StringBuilder(start);
        var isText = entry.StartsWith('x') || entry.StartsWith('\\');
        for (var i = 0; text.Length < size; i++)
        {
            if (i > 0 && !isText)
                text.Append(',');
            text.Append(entry.Replace("#", $"{i:x}", StringComparison.Ordinal)).Append(' ', spaces);
        }

        return text.Append(end).ToString();
    }

    public static string Dump(string record) => $$"""{"mesh:peer:anna":{{JsonSerializer.Serialize(record)}}}""";

    /// <summary>An export with a seal that is right.</summary>
    public static string Sealed(BackupSecrets secrets, string export)
    {
        var seal = BackupContent.Seal(secrets, Encoding.UTF8.GetBytes(export));
        return $$"""{"protection":{"key":"{{secrets.Header}}","seal":"{{seal}}"},{{export[1..]}}""";
    }

    /// <summary>The file of a store.</summary>
    /// <param name="shape">Records of 100 bytes, or nothing but short names.</param>
    public static byte[] Log(string shape)
    {
        const uint Salt = 7;
        var isShort = shape != "records";
        var atOnce = shape == "short names in one frame" ? ShortNames : shape == "records" ? 200 : 4000;
        using var file = new MemoryStream();
        file.Write(FileHeader.Encode(Salt));
        for (var (sequence, count) = (1, 0); file.Length < Size && (!isShort || count < ShortNames); sequence++)
        {
            var entries = Enumerable.Range(count, atOnce).ToDictionary(
                number => isShort ? ShortName(number) : $"{number:x}", ReadOnlyMemory<byte>? (_) => new byte[isShort ? 0 : 100]);
            count += atOnce;
            var frames = CommitFrames.Encode(entries, isWhole: shape is not ("short names in parts" or "short names, damaged"), nameof(entries));
            var bytes = new byte[frames.LengthIn(FileHeader.Version)];
            frames.Place(bytes, file.Length, new(Salt, sequence, 0, 0) { Synced = sequence - 1 });
            if (shape == "short names, damaged")
                bytes[FrameHeader.Length]++; // Of each commit one frame.
            file.Write(bytes);
        }

        return file.ToArray();
    }

    private static string ShortName(int number) =>
        new([(char)('!' + (number % 90)), (char)('!' + (number / 90 % 90)), (char)('!' + (number / 8100))]);
}
