namespace PeerPersistence;

/// <summary>Rules for single fields. What breaks one is an <see cref="ArgumentException"/> that names the field, never its content.</summary>
internal readonly struct FieldCheck(string? parameter)
{
    public void Require(bool holds, string field, string rule)
    {
        if (!holds)
            throw new ArgumentException($"{field} {rule}.", parameter);
    }

    public void Text(string? text, string field, int limit)
    {
        Require(text is not null, field, "is given");
        OptionalText(text, field, limit);
    }

    public void OptionalText(string? text, string field, int limit) =>
        Require(text is null || text.Length <= limit, field, $"has at most {limit} characters");

    /// <summary>Left at its default an instant means "now".</summary>
    public void Instant(DateTimeOffset? instant, string field) =>
        Require(instant is null || instant == default(DateTimeOffset) || instant >= DateTimeOffset.UnixEpoch, field, "is not before 1970");

    public void NotNegative(TimeSpan? duration, string field) => Require(!(duration < TimeSpan.Zero), field, "is not negative");

    public void NotNegative(int? count, string field) => Require(!(count < 0), field, "is not negative");

    public void Type(ConnectionType? type, string field) => Require(type is not { } given || Enum.IsDefined(given), field, "is a connection type");

    public void AtMost<T>(IReadOnlyCollection<T>? items, int limit, string field) =>
        Require(items is not null && items.Count <= limit, field, $"has at most {limit} entries");
}
