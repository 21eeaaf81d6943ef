namespace PeerPersistence.PackageTests.Rooms;

/// <summary>A type that names a type of another room.</summary>
internal sealed record Arrow(string FromRoom, string ToRoom, string FromType, string ToType)
{
    public override string ToString() => $"{FromRoom} → {ToRoom}: {FromType} names {ToType}";
}
