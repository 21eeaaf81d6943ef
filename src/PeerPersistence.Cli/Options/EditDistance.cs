namespace PeerPersistence.Cli;

/// <summary>How many slips of the finger two words are apart.</summary>
internal static class EditDistance
{
    /// <summary>Letters added, left out, replaced, or swapped with their neighbour.</summary>
    public static int Between(string one, string other)
    {
        var edits = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Single(i, j), Swap(i, j));
        }

        return edits[one.Length, other.Length];

        int Single(int i, int j) =>
            Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));

        int Swap(int i, int j) =>
            i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] ? edits[i - 2, j - 2] + 1 : int.MaxValue;
    }
}
