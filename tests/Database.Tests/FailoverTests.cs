using Docker.DotNet;
using Docker.DotNet.Models;

namespace SiteBuilder.Database.Tests;

/// <summary>
/// What services, who ask by the pooler, notice of it when the primary is lost, in each way in which it can be: writes go on within 30 s, and none that was acknowledged is lost. Of one
/// that is frozen nobody hears: its lease has to run out and every client's command with it, so that takes longer.
/// </summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed class FailoverTests(ReplicatedDatabase database, ITestOutputHelper output)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhenFrozen = TimeSpan.FromSeconds(60);

    [Fact]
    public Task A_primary_that_freezes_with_its_host_loses_nothing_and_is_a_member_again_when_it_thaws() => UnderLoadAsync(async primary =>
    {
        var container = await database.ContainerAsync(primary);
        await database.Engine.Containers.PauseContainerAsync(container, TestContext.Current.CancellationToken);
        return async () =>
        {
            try
            {
                await database.Engine.Containers.UnpauseContainerAsync(container, TestContext.Current.CancellationToken);
            }
            catch (DockerApiException)
            {
                // its probe was faster than the lease of the primary: it has been made anew, and may well be the primary still
            }
        };
    }, WhenFrozen);

    [Fact]
    public Task A_primary_that_is_killed_loses_nothing() => UnderLoadAsync(async primary =>
    {
        await database.Engine.Containers.KillContainerAsync(await database.ContainerAsync(primary), new ContainerKillParameters { Signal = "KILL" }, TestContext.Current.CancellationToken);
        return () => Task.CompletedTask;
    });

    [Fact]
    public Task A_primary_whose_pod_is_deleted_at_once_loses_nothing() => UnderLoadAsync(async primary =>
    {
        await database.DeleteAsync(primary, graceSeconds: 0);
        return () => Task.CompletedTask;
    });

    [Fact]
    public Task A_primary_that_is_asked_to_end_hands_over() => UnderLoadAsync(async primary =>
    {
        await database.DeleteAsync(primary, graceSeconds: null);
        return () => database.OtherPrimaryAsync(than: primary);
    });

    private async Task UnderLoadAsync(Func<string, Task<Func<Task>>> loseAsync, TimeSpan? limit = null)
    {
        var primary = await database.WholeAsync();
        await using var writers = await TableWriters.StartAsync(database.PooledConnectionString);
        var before = writers.Acknowledged;

        var afterwards = await loseAsync(primary);
        await writers.MoreAsync(100, limit ?? Promised);
        await afterwards();
        var next = await database.WholeAsync();

        (await writers.LostAsync()).ShouldBeEmpty();
        output.WriteLine($"{primary} -> {next}: {before} writes before, {writers.Acknowledged - before} after; the longest pause was {writers.LongestPause.TotalSeconds:F1} s");
    }
}
