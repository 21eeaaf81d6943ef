using System.Text;
using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>What processes did in a folder: their system calls as events of the disk, with what they told in between.</summary>
internal sealed class Recording
{
    private readonly string _folder;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _gone = new(StringComparer.Ordinal);
    private readonly List<(DiskEvent Event, int Ended)> _events = [];
    private int _files;
    private string? _output; // whoever starts the processes tells their ids there before anything else is written

    /// <summary>Begins with what is in the folder already.</summary>
    public Recording(string folder)
    {
        _folder = folder;
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var file = Create(path, ended: 0);
            Add(new DiskEvent.Written(file, 0, File.ReadAllBytes(path)), 0);
            Add(new DiskEvent.Synced(file), 0);
        }

        Add(new DiskEvent.FolderSynced(), 0);
    }

    public List<DiskEvent> Events => _events.ConvertAll(one => one.Event);

    public void Add(SystemCall call)
    {
        if (call.Result is null or < 0)
            return;
        switch (call.Name)
        {
            case "open" or "openat" or "creat":
                Open(call);
                break;
            case "link" or "linkat" when IsOurs(call.Paths[1]):
                Add(new DiskEvent.Named(Relative(call.Paths[1]), _names[call.Paths[1]] = _names[call.Paths[0]]), call.Ended);
                break;
            case "rename" or "renameat" or "renameat2" when IsOurs(call.Paths[1]):
                Rename(call.Paths[0], call.Paths[1]);
                Add(new DiskEvent.Renamed(Relative(call.Paths[0]), Relative(call.Paths[1])), call.Ended);
                break;
            case "unlink" or "unlinkat" when IsOurs(call.Paths[0]):
                _names.Remove(call.Paths[0], out var unlinked);
                _gone[call.Paths[0]] = unlinked;
                Add(new DiskEvent.Deleted(Relative(call.Paths[0])), call.Ended);
                break;
            case "write" when call.DescriptorPath == (_output ??= call.DescriptorPath):
                foreach (var line in Encoding.UTF8.GetString(call.Strings[0]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    Add(new DiskEvent.Told(line), call.Ended);
                break;
            case "fsync" or "fdatasync":
                Sync(call);
                break;
            case "truncate" or "writev" or "write" or "copy_file_range" or "sendfile" when call.Arguments.Contains(Hex(_folder + "/"), StringComparison.Ordinal):
                throw new NotSupportedException($"Nobody has taught the recording what {call.Name} does.");
            case "pwrite64" or "pwritev" or "pwritev2" or "ftruncate" or "fallocate" when FileOf(call) is { } file:
                Change(call, file);
                break;
        }
    }

    private void Open(SystemCall call)
    {
        var path = call.Paths[0];
        if (!IsOurs(path))
            return;
        if (_names.TryGetValue(path, out var file))
        {
            if (call.Arguments.Contains("O_TRUNC", StringComparison.Ordinal) || call.Name == "creat")
                Add(new DiskEvent.LengthSet(file, 0), call.Ended);
        }
        else if (call.Arguments.Contains("O_CREAT", StringComparison.Ordinal) || call.Name == "creat")
        {
            Create(path, call.Ended);
        }
    }

    private void Change(SystemCall call, int file)
    {
        if (call.Name == "ftruncate")
        {
            Add(new DiskEvent.LengthSet(file, call.LastNumber), call.Ended);
        }
        else if (call.Name == "fallocate")
        {
            throw new NotSupportedException("Nobody has taught the recording what fallocate does.");
        }
        else
        {
            // What was passed in several pieces lies one behind the other.
            var bytes = call.Strings.SelectMany(piece => piece).Take((int)call.Result!.Value).ToArray();
            Add(new DiskEvent.Written(file, call.LastNumber, bytes), call.Ended);
        }
    }

    /// <summary>What ended while the sync was under way need not be synced by it: it moves behind the sync.</summary>
    private void Sync(SystemCall call)
    {
        var folder = call.DescriptorPath;
        Predicate<DiskEvent> isCovered;
        if (FileOf(call) is { } file)
        {
            Add(new DiskEvent.Synced(file), call.Ended);
            isCovered = one => one is DiskEvent.Written written && written.File == file || one is DiskEvent.LengthSet set && set.File == file;
        }
        else if (folder == _folder || IsOurs(folder))
        {
            Add(new DiskEvent.FolderSynced(Relative(folder)), call.Ended);
            isCovered = one => one is DiskEvent.Created or DiskEvent.Named or DiskEvent.Renamed or DiskEvent.Deleted;
        }
        else
        {
            return;
        }

        var late = _events.FindAll(one => one.Ended > call.Began && isCovered(one.Event));
        _events.RemoveAll(late.Contains);
        _events.AddRange(late);
    }

    private int Create(string path, int ended)
    {
        Add(new DiskEvent.Created(Relative(path), _files), ended);
        return _names[path] = _files++;
    }

    private void Rename(string from, string to)
    {
        if (_names.TryGetValue(to, out var replaced))
            _gone[to] = replaced;
        _names.Remove(from, out var file);
        _names[to] = file;
    }

    /// <summary>The kernel tells the path that a descriptor's file has now, or had last.</summary>
    private int? FileOf(SystemCall call) =>
        call.Arguments.Contains('<') && (call.IsNameGone ? _gone : _names).TryGetValue(call.DescriptorPath, out var file) ? file : null;

    private void Add(DiskEvent happened, int ended) => _events.Add((happened, ended));

    private bool IsOurs(string path) => path.StartsWith(_folder + "/", StringComparison.Ordinal);

    // The names of a folder's files begin with "./", or with the folder's name.
    private string Relative(string path) => path.Length <= _folder.Length ? "." : "." + path[_folder.Length..];

    private static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"\\x{one:x2}"));
}
