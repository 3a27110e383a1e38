-- grain: one row: the release being built
select
    cast(release_id as string) as release_id,
    cast(built_at as timestamp) as built_at,
    cast(data_as_of as date) as data_as_of,
    cast(reader_version as string) as reader_version,
    cast(contract_version as string) as contract_version
from {{ source('ledger', 'release') }}
