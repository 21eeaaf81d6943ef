#pragma warning disable CA1823, CS0169, CS0649, CS0067, IDE0044, IDE0051 // Nobody uses these: they only name something.

namespace PeerPersistence.PackageTests.Rooms.Planted;

internal sealed class ByBase : Thing;

internal sealed class ByInterface : IThing;

[Thing]
internal sealed class ByAttribute;

internal sealed class ByMembersAttribute
{
    [Thing]
    public int Value { get; set; }
}

internal sealed class ByParametersAttribute
{
    public static void Run([Thing] int value) => _ = value;
}

internal sealed class ByConstraint<T> where T : Thing;

internal sealed class ByField
{
    private ThingKind _kind;
}

internal sealed class ByArrayInField
{
    private List<ThingKind[]>? _kinds;
}

internal interface BySignature
{
    Thing? Find(ThingKind kind);
}

internal interface ByEvent
{
    event Action<Thing> Happened;
}

internal static class ByCall
{
    public static void Run() => Thing.Do();
}

internal static class ByStaticField
{
    public static int Run() => Thing.Counter;
}

internal static class ByGenericCall
{
    public static int Run() => Array.Empty<Thing>().Length;
}

internal static class ByTypeOf
{
    public static string Run() => typeof(IThing).Name;
}

internal static class ByCast
{
    public static bool Run(object value) => value is IThing;
}

internal static class ByCatch
{
    public static void Run(Action action)
    {
        try
        {
            action();
        }
        catch (ThingException)
        {
        }
    }
}

internal static class ByLambda
{
    public static Func<object> Run(int start) => () => start > 0 ? new Thing() : new object();
}

internal static class ByAwaiting
{
    public static async Task RunAsync()
    {
        await Task.Yield();
        Thing.Do();
    }
}

internal static class ByIterating
{
    public static IEnumerable<int> Run()
    {
        yield return 1;
        yield return Thing.Counter;
    }
}
