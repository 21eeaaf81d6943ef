using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>The functions of <c>wwwroot</c>. None returns a task: what ends later is told by the number of its call.</summary>
/// <remarks>Calling one before the module is there ends the runtime, so all calls go through <see cref="BrowserModule"/>.</remarks>
[SupportedOSPlatform("browser")]
internal static partial class Imports
{
    public const string Module = "PeerPersistence.Browser";

    /// <summary>Relative to <c>_framework/dotnet.js</c>.</summary>
    public const string Path = "../_content/PeerPersistence.Browser/peerpersistence.js";

    [JSImport("attach", Module)]
    public static partial void Attach(
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.Number>>] Action<int, int> told,
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.String>>] Action<int, string> failed);

    /// <summary>Asks for something by its name: of a store, or, where that is 0, of the page. It reads the frame at once.</summary>
    [JSImport("ask", Module)]
    public static partial void Ask(int store, string verb, [JSMarshalAs<JSType.MemoryView>] Span<byte> frame, int call);

    [JSImport("take", Module)]
    public static partial byte[] Take(int slot);
}
