using System.Text.Json;

namespace PeerPersistence.Browser.Tests.Support;

/// <summary>Where the files of an app that was built and not published lie, by the build's own list.</summary>
internal sealed class StaticAssets(JsonElement manifest)
{
    public static StaticAssets OfTheTestApp()
    {
        // tests/…Browser.Tests/bin/Debug/net8.0 → tests/…Browser.TestApp/bin/Debug/net10.0
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var tests = here.Parent!.Parent!.Parent!.Parent!.FullName;
        var name = typeof(StaticAssets).Assembly.GetName().Name!.Replace(".Tests", ".TestApp", StringComparison.Ordinal);
        var manifest = Path.Combine(tests, name, "bin", here.Parent.Name, "net10.0", name + ".staticwebassets.runtime.json");
        return new(JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(manifest)));
    }

    public string? Find(string path)
    {
        var node = manifest.GetProperty("Root");
        foreach (var part in path.Trim('/').Split('/'))
        {
            if (!node.TryGetProperty("Children", out var children) || children.ValueKind != JsonValueKind.Object
                || !children.TryGetProperty(part, out node))
                return null;
        }

        if (!node.TryGetProperty("Asset", out var asset) || asset.ValueKind != JsonValueKind.Object)
            return null;
        var root = manifest.GetProperty("ContentRoots")[asset.GetProperty("ContentRootIndex").GetInt32()].GetString()!;
        return Path.Combine(root, asset.GetProperty("SubPath").GetString()!);
    }
}
