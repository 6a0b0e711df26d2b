using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

/// <summary>What the images of PostgreSQL and its pooler say where they are not told enough; how they serve is in tests/Database.Tests, as that needs a cluster.</summary>
[Trait("Suite", "Service")]
public sealed class DatabaseImageTests
{
    [Theory]
    [InlineData("postgres", "postgres: POD_NAME is not set; it is the pod's name")]
    [InlineData(
        "postgres",
        "postgres: POSTGRES_MEMBERS_FOLDER has no readable file '/nowhere/replication-password'; mount the secret there",
        "POD_NAME=p", "POD_NAMESPACE=n", "POD_IP=10.0.0.1", "POSTGRES_SCOPE=s", "POSTGRES_MEMBERS_FOLDER=/nowhere")]
    [InlineData("pgbouncer", "pgbouncer: PGBOUNCER_SERVER is not set; it names the host of PostgreSQL, as its certificate does")]
    [InlineData(
        "pgbouncer",
        "pgbouncer: there is no readable file '/nowhere/tls.crt'; mount the secret there",
        "PGBOUNCER_SERVER=s", "PGBOUNCER_DATABASES=d", "PGBOUNCER_POOL=1", "PGBOUNCER_CERTIFICATE_FOLDER=/nowhere", "PGBOUNCER_PASSWORD_FILE=/nowhere/password")]
    public async Task What_is_missing_is_one_clear_line(string name, string expected, params string[] variables)
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var image = await new EngineImages(engine, folder.Path).EnsureAsync(name, await RepositoryImages.LayoutAsync(name), CancellationToken.None);
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
