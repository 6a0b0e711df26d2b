using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_second_waits_for_the_first_and_says_so_once()
    {
        List<string> heard = [];
        var first = await FolderLock.TakeAsync(_folder.Path, heard.Add, TestContext.Current.CancellationToken);
        var told = new TaskCompletionSource();
        var second = FolderLock.TakeAsync(
            _folder.Path,
            text =>
            {
                heard.Add(text);
                told.SetResult();
            },
            TestContext.Current.CancellationToken);
        await told.Task;
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();

        (await second).Dispose();
        heard.ShouldBe([$"waiting for process {Environment.ProcessId}, which works in {_folder.Path}"]);
    }

    [Fact]
    public async Task Waiting_can_be_stopped()
    {
        using var first = await FolderLock.TakeAsync(_folder.Path, null, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => FolderLock.TakeAsync(_folder.Path, _ => stop.Cancel(), stop.Token));
    }

    public void Dispose() => _folder.Dispose();
}
