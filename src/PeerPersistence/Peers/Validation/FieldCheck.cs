namespace PeerPersistence;

/// <summary>Rules for single fields. What breaks one is an <see cref="ArgumentException"/> that says what must be and what was: a number,
/// a length or an instant, never a text.</summary>
internal readonly struct FieldCheck(string? parameter)
{
    public void Require(bool holds, string field, string must, FormattableString was)
    {
        if (!holds)
            throw new ArgumentException($"{field} must {must} ({FormattableString.Invariant(was)}).", parameter);
    }

    public void NotNull(object? value, string field) => Require(value is not null, field, "be given", $"was null");

    public void Text(string? text, string field, int limit)
    {
        NotNull(text, field);
        OptionalText(text, field, limit);
    }

    public void OptionalText(string? text, string field, int limit) =>
        Require(text is null || text.Length <= limit, field, $"have at most {limit} characters", $"had {text?.Length}");

    /// <summary>Left at its default an instant means "now".</summary>
    public void Instant(DateTimeOffset? instant, string field) =>
        Require(
            instant is null || instant == default(DateTimeOffset) || instant >= DateTimeOffset.UnixEpoch, field, "not be before 1970",
            $"was {instant:O}");

    public void NotNegative(TimeSpan? duration, string field) =>
        Require(!(duration < TimeSpan.Zero), field, "not be negative", $"was {duration}");

    public void NotNegative(int? count, string field) => Require(!(count < 0), field, "not be negative", $"was {count}");

    public void Share(double value, string field) => Require(value is >= 0 and <= 1, field, "be 0 to 1", $"was {value}");

    public void Defined<T>(T value, string field) where T : struct, Enum =>
        Require(Enum.IsDefined(value), field, $"be a {typeof(T).Name}", $"was {value:D}");

    public void AtMost<T>(IReadOnlyCollection<T>? items, int limit, string field)
    {
        NotNull(items, field);
        Require(items!.Count <= limit, field, $"have at most {limit} entries", $"had {items.Count}");
    }
}
