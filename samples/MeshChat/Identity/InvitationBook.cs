namespace MeshChat;

/// <summary>The invitations that nobody has used yet. They live as long as the program, ten minutes at most.</summary>
internal sealed class InvitationBook(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, DateTimeOffset> _open = [];

    public string Open()
    {
        var token = Invitation.NewToken();
        lock (_open)
            _open[token] = time.GetUtcNow() + Lifetime;
        return token;
    }

    /// <summary>Uses a token up.</summary>
    /// <returns><c>false</c>: never given out, used or too old.</returns>
    public bool Redeem(string token)
    {
        lock (_open)
            return _open.Remove(token, out var until) && time.GetUtcNow() <= until;
    }
}
