namespace MeshChat;

/// <summary>How much a peer may send. Whoever sends more is cut off.</summary>
internal static class WireLimits
{
    /// <summary>Bytes in a frame of a friend.</summary>
    public const int Frame = 64 * 1024;

    /// <summary>Bytes in a frame of a caller that has not introduced itself yet.</summary>
    public const int Greeting = 8 * 1024;

    /// <summary>Bytes in a signature: two numbers of 32 bytes.</summary>
    public const int Signature = 64;

    public const int Name = 24;
    public const int Text = 2000;
    public const int Key = 256;
    public const int Id = 64;
    public const int Address = 64;
    public const int Addresses = 4;
    public const int Cards = 64;
    public const int Ids = 256;
    public const int InvitationCode = 128;

    /// <summary>Callers that may be in the middle of their greeting.</summary>
    public const int PendingCallers = 32;

    /// <summary>Messages that may wait for one slow peer.</summary>
    public const int Outbox = 512;

    /// <summary>How long a greeting may take.</summary>
    public static readonly TimeSpan GreetingTime = TimeSpan.FromSeconds(20);

    /// <summary>Whether a text can be a peer's id: what the library refuses must not come further than the door.</summary>
    public static bool IsId(string? text) => PeerId.IsValid(text) && text.Length <= Id;
}
