using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Database.Tests;

/// <summary>What clients notice of it when the queue's primary is lost: writes go on within 30 s, and none that a replica had to have is lost.</summary>
[Collection(nameof(OneRedis)), Trait("Suite", "Service")]
public sealed class QueueFailoverTests(SandboxedRedis redis, ITestOutputHelper output)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    [Fact]
    public Task A_primary_that_freezes_with_its_host_loses_nothing_and_is_a_member_again_when_it_thaws() => UnderLoadAsync(async primary =>
    {
        var container = await redis.ContainerAsync(primary);
        await redis.Engine.Containers.PauseContainerAsync(container, TestContext.Current.CancellationToken);
        return async () =>
        {
            try
            {
                await redis.Engine.Containers.UnpauseContainerAsync(container, TestContext.Current.CancellationToken);
            }
            catch (DockerApiException)
            {
                // its probe has had it made anew
            }
        };
    });

    [Fact]
    public Task A_primary_that_is_killed_loses_nothing() => UnderLoadAsync(async primary =>
    {
        await redis.Engine.Containers.KillContainerAsync(await redis.ContainerAsync(primary), new ContainerKillParameters { Signal = "KILL" }, TestContext.Current.CancellationToken);
        return () => Task.CompletedTask;
    });

    [Fact]
    public Task A_primary_whose_pod_is_deleted_at_once_loses_nothing() => UnderLoadAsync(async primary =>
    {
        await redis.DeleteAsync(primary, graceSeconds: 0);
        return () => redis.RestartedAsync(primary);
    });

    [Fact]
    public Task A_primary_that_is_asked_to_end_hands_over() => UnderLoadAsync(async primary =>
    {
        await redis.DeleteAsync(primary, graceSeconds: null);
        return async () =>
        {
            await redis.RestartedAsync(primary);
            (await redis.WholeAsync()).ShouldNotBe(primary);
        };
    });

    [Fact]
    public Task More_memory_comes_to_one_member_after_the_other() => UnderLoadAsync(async _ =>
    {
        await redis.RollOutAsync(size => size with { Memory = ResourceRange.Of("64Mi", "192Mi") });
        return () => Task.CompletedTask;
    });

    private async Task UnderLoadAsync(Func<string, Task<Func<Task>>> loseAsync)
    {
        var primary = await redis.WholeAsync();
        await using var writers = await StreamWriters.StartAsync(redis);
        var before = writers.Acknowledged;

        var afterwards = await loseAsync(primary);
        await writers.MoreAsync(100, Promised);
        await afterwards();
        var next = await redis.WholeAsync();

        (await writers.LostAsync()).ShouldBeEmpty();
        writers.LongestPause.ShouldBeLessThan(Promised);
        output.WriteLine($"{primary} -> {next}: {before} writes before, {writers.Acknowledged - before} after; the longest pause was {writers.LongestPause.TotalSeconds:F1} s");
    }
}
