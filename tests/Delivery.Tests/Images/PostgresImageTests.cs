using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

/// <summary>What the PostgreSQL image says where it is not told enough; how it serves is in tests/Database.Tests, as it needs a cluster.</summary>
[Trait("Suite", "Service")]
public sealed class PostgresImageTests
{
    [Theory]
    [InlineData("postgres: POD_NAME is not set; it is the pod's name")]
    [InlineData(
        "postgres: POSTGRES_MEMBERS_FOLDER has no readable file '/nowhere/replication-password'; mount the secret there",
        "POD_NAME=p", "POD_NAMESPACE=n", "POD_IP=10.0.0.1", "POSTGRES_SCOPE=s", "POSTGRES_MEMBERS_FOLDER=/nowhere")]
    public async Task What_is_missing_is_one_clear_line(string expected, params string[] variables)
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var image = await new EngineImages(engine, folder.Path).EnsureAsync("postgres", await RepositoryImages.LayoutAsync("postgres"), CancellationToken.None);
        var created = await engine.Containers.CreateContainerAsync(new CreateContainerParameters { Image = image, Env = [.. variables] });
        try
        {
            await engine.Containers.StartContainerAsync(created.ID, new ContainerStartParameters());
            (await engine.Containers.WaitContainerAsync(created.ID)).StatusCode.ShouldBe(1);
            using var log = await engine.Containers.GetContainerLogsAsync(created.ID, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true }, TestContext.Current.CancellationToken);
            var (output, error) = await log.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
            (output + error).Trim().ShouldBe(expected);
        }
        finally
        {
            await engine.Containers.RemoveContainerAsync(created.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }
    }
}
