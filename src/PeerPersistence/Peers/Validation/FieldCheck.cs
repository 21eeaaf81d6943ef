namespace PeerPersistence;

/// <summary>Rules for single fields. What breaks one is an <see cref="ArgumentException"/> that says what must be and what was: a number,
/// a length or an instant, never a text.</summary>
internal readonly struct FieldCheck(string? parameter)
{
    public void Require(bool holds, string field, string must, FormattableString was)
    {
        if (!holds)
            throw Fault(field, must, was);
    }

    // The others make no text where nothing is wrong: of one record some forty fields are checked.
    public void NotNull(object? value, string field)
    {
        if (value is null)
            throw Fault(field, "be given", $"was null");
    }

    public void Text(string? text, string field, int limit)
    {
        NotNull(text, field);
        OptionalText(text, field, limit);
    }

    public void OptionalText(string? text, string field, int limit)
    {
        if (text?.Length > limit)
            throw Fault(field, $"have at most {limit} characters", $"had {text.Length}");
    }

    /// <summary>Left at its default an instant means "now".</summary>
    public void Instant(DateTimeOffset? instant, string field)
    {
        if (instant is { } given && given != default && given < DateTimeOffset.UnixEpoch)
            throw Fault(field, "not be before 1970", $"was {given:O}");
    }

    public void NotNegative(TimeSpan? duration, string field)
    {
        if (duration < TimeSpan.Zero)
            throw Fault(field, "not be negative", $"was {duration}");
    }

    public void NotNegative(int? count, string field)
    {
        if (count < 0)
            throw Fault(field, "not be negative", $"was {count}");
    }

    public void Share(double value, string field)
    {
        if (value is not (>= 0 and <= 1))
            throw Fault(field, "be 0 to 1", $"was {value}");
    }

    public void Defined<T>(T value, string field) where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Fault(field, $"be a {typeof(T).Name}", $"was {value:D}");
    }

    public void AtMost<T>(IReadOnlyCollection<T>? items, int limit, string field)
    {
        NotNull(items, field);
        if (items!.Count > limit)
            throw Fault(field, $"have at most {limit} entries", $"had {items.Count}");
    }

    public ArgumentException Fault(string field, string must, FormattableString was) =>
        new($"{field} must {must} ({FormattableString.Invariant(was)}).", parameter);
}
