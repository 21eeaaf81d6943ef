using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>A test that compiles a native program.</summary>
public sealed class FactWithNativeToolsAttribute : FactAttribute
{
    public FactWithNativeToolsAttribute()
    {
        if (!NativeTools.AreThere)
            Skip = NativeTools.Missing;
    }
}
