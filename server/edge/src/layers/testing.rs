//! Contracts made for tests.

use std::io::Write;

use omni_contract::Contract;

/// A contract of one method whose request is `body`.
pub(crate) fn contract(body: &str) -> Contract {
    contract_with("access: ACCESS_PUBLIC", body)
}

/// The same with another policy of the method.
pub(crate) fn contract_with(policy: &str, body: &str) -> Contract {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.proto");
    let text = format!(
        r#"syntax = "proto3";
        package omni.t.v1;
        import "buf/validate/validate.proto";
        import "google/api/annotations.proto";
        import "google/protobuf/duration.proto";
        import "google/protobuf/timestamp.proto";
        import "omni/options/v1/options.proto";
        service T {{
            option (omni.options.v1.permission) = {{name: "t.things.manage" description: "Manage things."}};
            rpc M(R) returns (A) {{ option (omni.options.v1.policy) = {{{policy}}}; }}
        }}
        message A {{}}
        enum E {{ E_UNSPECIFIED = 0; E_ONE = 1; }}
        {body}"#
    );
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");
    let mut compiler =
        protox::Compiler::new([folder.path().to_path_buf(), root.join("vendor"), root]).unwrap();
    compiler.include_imports(true).include_source_info(true).open_file(&path).unwrap();
    Contract::read(&compiler.encode_file_descriptor_set()).unwrap()
}
