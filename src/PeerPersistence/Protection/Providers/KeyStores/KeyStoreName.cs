namespace PeerPersistence;

/// <summary>Under which names a master key lies in a key store of the platform.</summary>
/// <param name="Application">Whose it is.</param>
/// <param name="Key">Which of the application's.</param>
internal sealed record KeyStoreName(string Application, string Key)
{
    /// <summary>The names, checked.</summary>
    /// <param name="application"><c>null</c>: the name of the program that runs.</param>
    /// <param name="key">Which of the application's.</param>
    /// <exception cref="ArgumentException">One is empty, or no text that a key store takes.</exception>
    public static KeyStoreName Of(string? application, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        application ??= ApplicationFolders.ApplicationName;
        Check(application, nameof(application));
        Check(key, nameof(key));
        return new(application, key);
    }

    /// <summary>As messages name it.</summary>
    public override string ToString() => $"{Application}/{Key}";

    private static void Check(string name, string argument)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || !SecretText.IsWellFormed(name))
            throw new ArgumentException("A name in a key store must be a text without NUL and unpaired surrogates, and not empty.", argument);
    }
}
