using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>Figures of one build in a file, a line each, so that another build can be compared with it in the same worlds.</summary>
internal static class Recording
{
    public static void Save(string path, IEnumerable<KeyValuePair<string, double>> figures) =>
        File.WriteAllLines(path, figures.Select(figure => FormattableString.Invariant($"{figure.Key}\t{figure.Value:R}")));

    public static IReadOnlyDictionary<string, double> Read(string path) =>
        File.ReadLines(path).Select(line => line.Split('\t'))
            .ToDictionary(fields => fields[0], fields => double.Parse(fields[1], CultureInfo.InvariantCulture));
}
