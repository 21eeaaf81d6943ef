using System.Text.Json;

namespace PeerPersistence.Tests.Protection;

/// <summary>The files under Data, as they were copied beside the tests.</summary>
internal static class TestData
{
    public static JsonDocument Json(params string[] path) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine([AppContext.BaseDirectory, "Data", .. path])));
}
