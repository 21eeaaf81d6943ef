namespace PeerPersistence.Benchmarks.Pictures;

/// <summary><c>pictures</c>: draws the pictures of <c>docs/benchmarks.md</c> from the figures that the page has.</summary>
internal static class PicturesCommand
{
    public static async Task<int> RunAsync(string pagePath)
    {
        var page = await File.ReadAllTextAsync(pagePath);
        var images = Path.Combine(Path.GetDirectoryName(pagePath)!, "images");
        GrowthPicture.Save(PageTable.Find(page, "µs of processor"), Path.Combine(images, "benchmarks-growth.svg"));
        StoresPicture.Save(PageTable.Find(page, "10,000 records"), Path.Combine(images, "benchmarks-stores.svg"));
        return 0;
    }
}
