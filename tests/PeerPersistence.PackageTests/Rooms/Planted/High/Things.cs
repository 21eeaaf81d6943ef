namespace PeerPersistence.PackageTests.Rooms.Planted;

internal class Thing
{
    public static int Counter;

    public static void Do() => Counter++;
}

internal interface IThing;

internal enum ThingKind { Small, Large }

internal sealed class ThingException : Exception;

[AttributeUsage(AttributeTargets.All)]
internal sealed class ThingAttribute : Attribute;
