namespace MeshChat.Tests;

/// <summary>Identities that live as long as a test.</summary>
internal static class TestIdentities
{
    public static PeerIdentity New()
    {
        var folder = Directory.CreateTempSubdirectory("meshchat-test-");
        try
        {
            return PeerIdentity.LoadOrCreate(Path.Combine(folder.FullName, "identity.pfx"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static PeerCard CardOf(PeerIdentity identity, string name = "alice") =>
        PeerCard.Issue(identity, name, ["127.0.0.1:4000"], DateTimeOffset.UnixEpoch.AddYears(50));
}
