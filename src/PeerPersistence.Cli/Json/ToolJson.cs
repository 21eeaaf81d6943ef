using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence.Cli;

/// <summary>The JSON of <c>--json</c>. Whatever is not ASCII is escaped, so that no name plays tricks on a terminal.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [
    typeof(LowerCaseEnumConverter<SecretStatus>), typeof(LowerCaseEnumConverter<ConnectionType>),
    typeof(LowerCaseEnumConverter<KeyState>)])]
[JsonSerializable(typeof(PeerJson))]
[JsonSerializable(typeof(PeerListJson))]
[JsonSerializable(typeof(CandidatesJson))]
[JsonSerializable(typeof(StatsJson))]
[JsonSerializable(typeof(VerifyJson))]
[JsonSerializable(typeof(RepairJson))]
[JsonSerializable(typeof(PinJson))]
[JsonSerializable(typeof(RemoveJson))]
[JsonSerializable(typeof(CleanupJson))]
[JsonSerializable(typeof(CompactJson))]
[JsonSerializable(typeof(ClearJson))]
[JsonSerializable(typeof(ExportJson))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(MigrateJson))]
[JsonSerializable(typeof(RotateJson))]
[JsonSerializable(typeof(ChangeJson))]
[JsonSerializable(typeof(ReportJson))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    /// <summary>The same, a document a line.</summary>
    public static ToolJson Lines => field ??= new(new JsonSerializerOptions(Default.Options) { WriteIndented = false });
}
