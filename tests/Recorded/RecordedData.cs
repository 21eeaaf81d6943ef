using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Recorded;

/// <summary>Stores and backups as the library wrote them, a folder a day. They never change: later versions must read them.</summary>
internal static class RecordedData
{
    /// <summary>What seals <c>many.db</c> and <c>backup.json</c>.</summary>
    public const string Passphrase = "recorded: not a secret";

    private static readonly JsonSerializerOptions s_readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The days that were recorded; where PEERS_RECORD names one, that alone: the tests first write what it lacks.</summary>
    public static TheoryData<string> Days
    {
        get
        {
            var recorded = Directory.GetDirectories(Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);
            return [.. Recording is { } day ? [day] : recorded.ToArray()];
        }
    }

    private static string? Recording => Environment.GetEnvironmentVariable("PEERS_RECORD") is { Length: > 0 } day ? day : null;

    /// <summary>The day for which a file has to be written now; <c>null</c>: none.</summary>
    public static string? Missing(string name) => Recording is { } day && !File.Exists(PathOf(day, name)) ? day : null;

    public static string PathOf(string day, string name) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Root(), day)).FullName, name);

    /// <remarks>The file's rights are those of the repository's, and stay so.</remarks>
    public static IMasterKeyProvider KeyFile(string day) => new KeyFileProvider(PathOf(day, "peers.key"), allowSharedFile: true);

    public static string Text(string day, string name) => File.ReadAllText(PathOf(day, name));

    public static JsonNode Json(string day, string name) => JsonNode.Parse(Text(day, name))!;

    public static void Write(string day, string name, string text) => File.WriteAllText(PathOf(day, name), text);

    public static void Write(string day, string name, JsonNode json) => Write(day, name, json.ToJsonString(s_readable) + "\n");

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
