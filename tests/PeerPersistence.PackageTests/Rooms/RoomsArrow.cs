namespace PeerPersistence.PackageTests.Rooms;

/// <summary>The way of an arrow in the drawing.</summary>
internal static class RoomsArrow
{
    // A bend stands on a grid, so that few have to be looked at.
    private const int Step = 8;

    /// <summary>The straight way or, where a room is in between, the shortest with one bend beside it.</summary>
    /// <param name="begin">Where it begins.</param>
    /// <param name="end">Where it ends, further down.</param>
    /// <param name="rooms">The rooms that it may not touch.</param>
    /// <param name="width">The width of the drawing.</param>
    public static IReadOnlyList<(int X, int Y)> Way((int X, int Y) begin, (int X, int Y) end, IReadOnlyList<Box> rooms, int width)
    {
        (int X, int Y)[] straight = [begin, end];
        var bends =
            from y in Enumerable.Range(begin.Y + 1, end.Y - begin.Y - 1).Where(y => y % Step == 0)
            from x in Enumerable.Range(0, width).Where(x => x % Step == 0)
            orderby Distance(begin, (x, y)) + Distance((x, y), end), x, y
            select new (int X, int Y)[] { begin, (x, y), end };
        return bends.Prepend(straight).FirstOrDefault(
            way => way.Zip(way.Skip(1)).All(part => !rooms.Any(room => room.IsTouchedBy(part.First, part.Second))), straight);
    }

    private static double Distance((int X, int Y) from, (int X, int Y) to) => Math.Sqrt(Math.Pow(from.X - to.X, 2) + Math.Pow(from.Y - to.Y, 2));
}

/// <summary>A room in the drawing.</summary>
internal sealed record Box(int Left, int Top, int Width, int Height)
{
    private const int Margin = 7;

    /// <summary>Whether a line comes near it.</summary>
    public bool IsTouchedBy((int X, int Y) from, (int X, int Y) to)
    {
        var (begin, end) = (Math.Max(from.Y, Top - Margin), Math.Min(to.Y, Top + Height + Margin));
        if (begin >= end)
            return false;
        var (first, last) = (At(begin), At(end));
        return Math.Min(first, last) < Left + Width + Margin && Math.Max(first, last) > Left - Margin;

        double At(int y) => from.X + (double)(to.X - from.X) * (y - from.Y) / (to.Y - from.Y);
    }
}
